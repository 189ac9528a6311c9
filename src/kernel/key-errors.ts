import { SallyportError } from './errors.ts'

export function keyMalformed() {
  return new SallyportError(
    'invalid',
    'key.malformed',
    'The key is not of the form sallyport-key-1:<43 characters>. Put back the key file that belongs to this database.',
  )
}

/** The cause says which part failed, for the log; the caller learns only that the row cannot be read. */
export function sealBroken(cause: string) {
  return new SallyportError('internal', 'seal.broken', 'A stored secret cannot be read.', { cause })
}

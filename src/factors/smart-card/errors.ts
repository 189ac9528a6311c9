import { SallyportError } from '../../kernel/errors.ts'

/** A file of the configuration holds no certificate or list that can be read. */
export function fileUnusable(file: string, why: string, cause?: unknown) {
  return new SallyportError('internal', 'smart-card.file-unusable', `The file ${file} ${why}.`, {
    details: { file, why },
    cause,
  })
}

/** The page came with its answer, and its browser has presented nothing. Nothing is counted, and the question stands. */
export function nothingPresented() {
  return new SallyportError(
    'conflict',
    'smart-card.nothing-presented',
    'No certificate arrived. Is the card in its reader? Try once more.',
  )
}

/** Nobody can say just now whether the certificate was revoked. Nothing is counted, and nobody is let in. */
export function statusUnknown() {
  return new SallyportError(
    'unavailable',
    'smart-card.status-unknown',
    'Whether this card is still good cannot be found out just now. Please try again a little later.',
  )
}

/** What lies at an address could not be had. */
export function notFetched(address: string, why: string, cause?: unknown) {
  return new SallyportError('unavailable', 'smart-card.not-fetched', `${address} ${why}.`, {
    details: { address, why },
    cause,
  })
}

import { SallyportError } from '../kernel/errors.ts'

/** What was to be a certificate, a list or an answer about one is none that we read. Never quotes it. */
export function malformed(why: string, cause?: unknown) {
  return new SallyportError(
    'invalid',
    'x509.malformed',
    `This is no certificate or list that can be read: ${why}.`,
    {
      details: { why },
      cause,
    },
  )
}

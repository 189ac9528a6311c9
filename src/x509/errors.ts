import { SallyportError } from '../kernel/errors.ts'

const code = 'x509.malformed'

/** What was to be a certificate, a list or an answer about one is none that we read. Never quotes it. */
export function malformed(why: string, cause?: unknown) {
  return new SallyportError('invalid', code, `This is no certificate or list that can be read: ${why}.`, {
    details: { why },
    cause,
  })
}

/** Whether that is what was thrown. */
export function isMalformed(error: unknown): boolean {
  return error instanceof SallyportError && error.code === code
}

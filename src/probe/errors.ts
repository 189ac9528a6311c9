import { SallyportError } from '../kernel/errors.ts'

/** Whoever asks must name the host: what is attacked is one's own. */
export function notConfirmed(host: string, flag: string) {
  return new SallyportError(
    'forbidden',
    'probe.not-confirmed',
    `${host} is not this machine. Attack only what is yours: if it is, say ${flag} ${host}.`,
  )
}

export function targetInvalid(what: string) {
  return new SallyportError(
    'invalid',
    'probe.target',
    `${what} must be an address such as https://app.example.com, without path, name or password.`,
  )
}

export function targetSilent(host: string, code: string) {
  return new SallyportError(
    'unavailable',
    'probe.silent',
    `${host} does not answer${code === '' ? '' : ` (${code})`}. Nothing was found out.`,
  )
}

/** As many questions, or as much time, as this run may spend. */
export function allowanceSpent() {
  return new SallyportError(
    'too-many',
    'probe.allowance',
    'The questions or the time of this run are used up.',
  )
}

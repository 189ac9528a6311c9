import type { GivenUp } from '../../../admissions/index.ts'

/** What Microsoft hears; all but the last two are of OpenID Connect and its relatives. */
export type EntraErrorCode =
  | 'invalid_request'
  | 'access_denied'
  | 'unmet_authentication_requirements'
  | 'temporarily_unavailable'
  | 'server_error'

/**
 * Why nothing is answered but an error: `code` is for Microsoft, `reason` for the audit trail. Thrown where a step of
 * several cannot be taken; nothing weaker takes its place (R18).
 */
export class EntraRefusal extends Error {
  readonly code: EntraErrorCode
  readonly reason: string

  constructor(code: EntraErrorCode, reason: string, cause?: unknown) {
    super(reason, cause === undefined ? undefined : { cause })
    this.code = code
    this.reason = reason
  }
}

export function malformedRequest(what: string): EntraRefusal {
  return new EntraRefusal('invalid_request', `request ${what}`)
}

/** `what`: signature, issuer, tenant, audience, age, replayed … */
export function badHint(what: string, cause?: unknown): EntraRefusal {
  return new EntraRefusal('invalid_request', `hint ${what}`, cause)
}

/** Nobody whom we know by this tenant and object id, or somebody who may not sign in. */
export function unknownPerson(what: string): EntraRefusal {
  return new EntraRefusal('access_denied', `person ${what}`)
}

/** What Microsoft asks for cannot be shown here, or was not. */
export function unmet(what: string): EntraRefusal {
  return new EntraRefusal('unmet_authentication_requirements', `unmet ${what}`)
}

export function notVouched(): EntraRefusal {
  return new EntraRefusal('access_denied', 'not-vouched')
}

export function notAdmitted(): EntraRefusal {
  return new EntraRefusal('access_denied', 'not-admitted')
}

/** They have gone back to Microsoft from our pages. */
export function givenUp(because: GivenUp): EntraRefusal {
  return new EntraRefusal('access_denied', because)
}

export function keysUnreachable(cause?: unknown): EntraRefusal {
  return new EntraRefusal('temporarily_unavailable', 'keys unreachable', cause)
}

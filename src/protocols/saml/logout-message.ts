import type { Random } from '../../kernel/random.ts'
import { type NameId, nameIdXml, newMessageId } from './assertion.ts'
import { headOf } from './authn-request.ts'
import type { Element } from './dom.ts'
import { malformedMessage } from './errors.ts'
import { ns, statuses } from './names.ts'
import { attributeOf, childOf, childrenOf, isNamed, textOf } from './xml-read.ts'
import { element, instant } from './xml-write.ts'

/** Somebody signs out, or is to be signed out (SAML Core §3.7.1). */
export interface LogoutRequest {
  readonly id: string
  readonly issuer: string
  readonly issuedAt: number
  readonly destination: string | undefined
  readonly until: number | undefined
  readonly nameId: string
  /** None: all sessions of this person there. */
  readonly sessionIndexes: readonly string[]
}

/** Throws `saml.malformed`. */
export function readLogoutRequest(message: Element): LogoutRequest {
  if (!isNamed(message, ns.protocol, 'LogoutRequest')) throw malformedMessage('not a LogoutRequest')
  const nameId = childOf(message, ns.assertion, 'NameID')
  if (!nameId) throw malformedMessage('no NameID that we can read')
  const until = attributeOf(message, 'NotOnOrAfter')
  return {
    ...headOf(message),
    until: until === undefined ? undefined : Date.parse(until),
    nameId: textOf(nameId),
    sessionIndexes: childrenOf(message, ns.protocol, 'SessionIndex').slice(0, 100).map(textOf),
  }
}

export interface LogoutResponse {
  readonly issuer: string
  readonly inResponseTo: string | undefined
  readonly succeeded: boolean
}

export function readLogoutResponse(message: Element): LogoutResponse {
  if (!isNamed(message, ns.protocol, 'LogoutResponse')) throw malformedMessage('not a LogoutResponse')
  const status = childOf(message, ns.protocol, 'Status')
  const code = status && childOf(status, ns.protocol, 'StatusCode')
  return {
    issuer: headOf(message).issuer,
    inResponseTo: attributeOf(message, 'InResponseTo'),
    succeeded: code !== undefined && attributeOf(code, 'Value') === statuses.success,
  }
}

export interface NewLogoutRequest {
  readonly issuer: string
  readonly audience: string
  readonly destination: string
  readonly at: number
  readonly nameId: NameId
  readonly sessionIndex: string
}

const lifetime = 5 * 60_000

/** Not yet signed. */
export function logoutRequestXml(request: NewLogoutRequest, random: Random): { id: string; xml: string } {
  const id = newMessageId(random)
  const { markup } = element(
    'samlp:LogoutRequest',
    {
      'xmlns:samlp': ns.protocol,
      'xmlns:saml': ns.assertion,
      ID: id,
      Version: '2.0',
      IssueInstant: instant(request.at),
      Destination: request.destination,
      NotOnOrAfter: instant(request.at + lifetime),
    },
    element('saml:Issuer', {}, request.issuer),
    nameIdXml(request.nameId, request),
    element('samlp:SessionIndex', {}, request.sessionIndex),
  )
  return { id, xml: markup }
}

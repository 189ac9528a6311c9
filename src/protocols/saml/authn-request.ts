import type { Element } from './dom.ts'
import { malformedMessage } from './errors.ts'
import { bindings, type NameIdKind, nameIdFormats, ns } from './names.ts'
import { attributeOf, childOf, childrenOf, flagOf, isNamed, textOf } from './xml-read.ts'

export type Comparison = 'exact' | 'minimum' | 'better' | 'maximum'

export interface WantedContext {
  readonly comparison: Comparison
  readonly classes: readonly string[]
}

/** What a service provider asks for (SAML Core §3.4.1). */
export interface AuthnRequest {
  readonly id: string
  readonly issuer: string
  readonly issuedAt: number
  readonly destination: string | undefined
  readonly consumer: { readonly url?: string | undefined; readonly index?: number | undefined }
  readonly forceAuthn: boolean
  readonly isPassive: boolean
  /** Undefined: as we like. `unknown`: something that we do not know. */
  readonly nameId: NameIdKind | 'unknown' | undefined
  /** Somebody of whom it is known already who it has to be. */
  readonly subject: string | undefined
  readonly context: WantedContext | undefined
}

/** Who says to have sent a message; to be held against what is signed before anything is done. */
export function issuerOf(message: Element): string {
  const issuer = childOf(message, ns.assertion, 'Issuer')
  if (!issuer) throw malformedMessage('no Issuer')
  return textOf(issuer)
}

/** Throws `saml.malformed`. */
export function readAuthnRequest(message: Element): AuthnRequest {
  if (!isNamed(message, ns.protocol, 'AuthnRequest')) throw malformedMessage('not an AuthnRequest')
  const binding = attributeOf(message, 'ProtocolBinding')
  if (binding !== undefined && binding !== bindings.post)
    throw malformedMessage('an answer by another binding')
  return {
    ...headOf(message),
    consumer: consumerOf(message),
    forceAuthn: flagOf(message, 'ForceAuthn'),
    isPassive: flagOf(message, 'IsPassive'),
    nameId: nameIdOf(message),
    subject: subjectOf(message),
    context: contextOf(message),
  }
}

/** What each message begins with. */
export function headOf(message: Element) {
  const id = attributeOf(message, 'ID') ?? ''
  if (!/^[A-Za-z_][A-Za-z0-9._-]{0,255}$/.test(id)) throw malformedMessage('ID')
  if (attributeOf(message, 'Version') !== '2.0') throw malformedMessage('Version')
  const issuedAt = Date.parse(attributeOf(message, 'IssueInstant') ?? '')
  if (Number.isNaN(issuedAt)) throw malformedMessage('IssueInstant')
  return { id, issuer: issuerOf(message), issuedAt, destination: attributeOf(message, 'Destination') }
}

function consumerOf(message: Element): AuthnRequest['consumer'] {
  const url = attributeOf(message, 'AssertionConsumerServiceURL')
  const index = attributeOf(message, 'AssertionConsumerServiceIndex')
  if (index !== undefined && !/^\d{1,5}$/.test(index)) throw malformedMessage('AssertionConsumerServiceIndex')
  return { url, index: index === undefined ? undefined : Number(index) }
}

function nameIdOf(message: Element): AuthnRequest['nameId'] {
  const policy = childOf(message, ns.protocol, 'NameIDPolicy')
  const format = policy && attributeOf(policy, 'Format')
  if (format === undefined || format === nameIdFormats.name) return undefined
  if (format === 'urn:oasis:names:tc:SAML:2.0:nameid-format:unspecified') return undefined
  const known = Object.entries(nameIdFormats).find(([, one]) => one === format)
  return known ? (known[0] as NameIdKind) : 'unknown'
}

function subjectOf(message: Element): string | undefined {
  const subject = childOf(message, ns.assertion, 'Subject')
  if (!subject) return undefined
  const nameId = childOf(subject, ns.assertion, 'NameID')
  if (!nameId) throw malformedMessage('a Subject that we cannot read')
  return textOf(nameId)
}

const comparisons = ['exact', 'minimum', 'better', 'maximum'] as const

function contextOf(message: Element): WantedContext | undefined {
  const wanted = childOf(message, ns.protocol, 'RequestedAuthnContext')
  if (!wanted) return undefined
  const comparison = attributeOf(wanted, 'Comparison') ?? 'exact'
  const known = comparisons.find((one) => one === comparison)
  if (!known) throw malformedMessage('Comparison')
  return {
    comparison: known,
    classes: childrenOf(wanted, ns.assertion, 'AuthnContextClassRef').slice(0, 20).map(textOf),
  }
}

import type { KeyObject } from 'node:crypto'
import type { Random } from '../../kernel/random.ts'
import { encryptXml } from './encrypt.ts'
import { type NameIdKind, nameIdFormats, ns, statuses } from './names.ts'
import { type SigningPair, signXml } from './sign-xml.ts'
import { element, finished, instant, type Markup } from './xml-write.ts'

/** Milliseconds that an assertion may be on its way: a browser takes it there at once. */
const lifetime = 2 * 60_000
/** The clocks of others may be behind ours. */
const skew = 60_000

export interface Assertion {
  readonly issuer: string
  readonly audience: string
  readonly recipient: string
  readonly inResponseTo: string | undefined
  readonly at: number
  readonly nameId: NameId
  readonly sessionIndex: string
  readonly sessionUntil: number
  readonly authenticatedAt: number
  readonly context: string
  readonly attributes: readonly Attribute[]
}

export interface NameId {
  readonly kind: NameIdKind
  readonly value: string
}

export interface Attribute {
  readonly name: string
  readonly values: readonly string[]
}

/** Random and unguessable, and begins with no digit, as XML wants it. */
export function newMessageId(random: Random): string {
  return `_${Buffer.from(random.bytes(20)).toString('hex')}`
}

/** SAML Core §2.3.3, with what the Web Browser SSO Profile §4.1.4.2 asks for. Not yet signed. */
export function assertionXml(assertion: Assertion, random: Random): Markup {
  const { at, nameId } = assertion
  return element(
    'saml:Assertion',
    { 'xmlns:saml': ns.assertion, ID: newMessageId(random), Version: '2.0', IssueInstant: instant(at) },
    element('saml:Issuer', {}, assertion.issuer),
    element(
      'saml:Subject',
      {},
      nameIdXml(nameId, assertion),
      element(
        'saml:SubjectConfirmation',
        { Method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer' },
        element('saml:SubjectConfirmationData', {
          InResponseTo: assertion.inResponseTo,
          NotOnOrAfter: instant(at + lifetime),
          Recipient: assertion.recipient,
        }),
      ),
    ),
    element(
      'saml:Conditions',
      { NotBefore: instant(at - skew), NotOnOrAfter: instant(at + lifetime) },
      element('saml:AudienceRestriction', {}, element('saml:Audience', {}, assertion.audience)),
    ),
    statementXml(assertion),
    attributesXml(assertion.attributes),
  )
}

export function nameIdXml(
  { kind, value }: NameId,
  { issuer, audience }: Pick<Assertion, 'issuer' | 'audience'>,
): Markup {
  const qualified = kind === 'persistent' || kind === 'transient'
  return element(
    'saml:NameID',
    {
      Format: nameIdFormats[kind],
      ...(qualified ? { NameQualifier: issuer, SPNameQualifier: audience } : {}),
    },
    value,
  )
}

function statementXml({ authenticatedAt, sessionIndex, sessionUntil, context }: Assertion): Markup {
  return element(
    'saml:AuthnStatement',
    {
      AuthnInstant: instant(authenticatedAt),
      SessionIndex: sessionIndex,
      SessionNotOnOrAfter: instant(sessionUntil),
    },
    element('saml:AuthnContext', {}, element('saml:AuthnContextClassRef', {}, context)),
  )
}

function attributesXml(attributes: readonly Attribute[]): Markup | undefined {
  const told = attributes.filter(({ values }) => values.length > 0)
  if (told.length === 0) return undefined
  const format = (name: string) => (/^(urn|https?):/.test(name) ? 'uri' : 'basic')
  return element(
    'saml:AttributeStatement',
    {},
    ...told.map(({ name, values }) =>
      element(
        'saml:Attribute',
        { Name: name, NameFormat: `urn:oasis:names:tc:SAML:2.0:attrname-format:${format(name)}` },
        ...values.map((value) => element('saml:AttributeValue', {}, value)),
      ),
    ),
  )
}

export interface Answer {
  readonly issuer: string
  readonly destination: string
  readonly inResponseTo: string | undefined
  readonly at: number
}

/** A status, and below it the one that says why. */
export interface Status {
  readonly code: string
  readonly because?: string
}

/** How what we say is protected on its way. */
export interface Protection {
  readonly signing: SigningPair
  readonly signs: 'assertion' | 'response' | 'both'
  /** Whom it is encrypted for. */
  readonly recipient: KeyObject | undefined
}

/** A response that lets somebody in. What is signed inside is signed before it is encrypted. */
export function successXml(
  answer: Answer,
  assertion: Markup,
  { signing, signs, recipient }: Protection,
  random: Random,
): string {
  const inner = signs === 'response' ? assertion.markup : signXml(assertion.markup, signing)
  const carried = recipient
    ? element('saml:EncryptedAssertion', {}, encryptXml(inner, recipient, random))
    : finished(inner)
  const response = answerXml('samlp:Response', answer, { code: statuses.success }, random, carried)
  return signs === 'assertion' ? response : signXml(response, signing)
}

/** A response that lets nobody in, and says why; always signed. */
export function failureXml(answer: Answer, status: Status, signing: SigningPair, random: Random): string {
  return signXml(answerXml('samlp:Response', answer, status, random), signing)
}

/** SAML Core §3.2.2: what every answer is made of. Not yet signed. */
export function answerXml(
  name: 'samlp:Response' | 'samlp:LogoutResponse',
  { issuer, destination, inResponseTo, at }: Answer,
  { code, because }: Status,
  random: Random,
  content?: Markup,
): string {
  const inner = because === undefined ? undefined : element('samlp:StatusCode', { Value: because })
  return element(
    name,
    {
      'xmlns:samlp': ns.protocol,
      'xmlns:saml': ns.assertion,
      ID: newMessageId(random),
      Version: '2.0',
      IssueInstant: instant(at),
      Destination: destination,
      InResponseTo: inResponseTo,
    },
    element('saml:Issuer', {}, issuer),
    element('samlp:Status', {}, element('samlp:StatusCode', { Value: code }, inner)),
    content,
  ).markup
}

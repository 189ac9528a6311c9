import { childOf, type XmlElement } from '../xml.ts'

/** How a key may be used (RFC 6030 §5). What is not understood forbids all use. */
export interface KeyPolicy {
  readonly startsAt: number | undefined
  readonly expiresAt: number | undefined
  /** `OTP`, `CR` …; any, where there is none. */
  readonly usages: readonly string[]
  readonly limitsTransactions: boolean
  readonly pin: PinPolicy | undefined
  readonly isUnderstood: boolean
}

/** Where a PIN is checked, and which key of the document it is. */
export interface PinPolicy {
  readonly mode: string | undefined
  readonly keyId: string | undefined
  readonly encoding: string | undefined
  readonly mostFailures: number | undefined
}

const elements = new Set(['StartDate', 'ExpiryDate', 'PINPolicy', 'KeyUsage', 'NumberOfTransactions'])
const pinAttributes = new Set([
  'PINKeyId',
  'PINUsageMode',
  'PINEncoding',
  'MaxFailedAttempts',
  'MinLength',
  'MaxLength',
])

export function readPolicy(policy: XmlElement | undefined): KeyPolicy {
  const pin = childOf(policy, 'PINPolicy')
  const [startsAt, expiresAt] = [timeOf(childOf(policy, 'StartDate')), timeOf(childOf(policy, 'ExpiryDate'))]
  return {
    startsAt,
    expiresAt,
    usages: policy?.children.filter(({ name }) => name === 'KeyUsage').map(({ text }) => text) ?? [],
    limitsTransactions: childOf(policy, 'NumberOfTransactions') !== undefined,
    pin: pin && readPinPolicy(pin),
    isUnderstood:
      isKnown(policy, elements) && isKnownPin(pin) && !Number.isNaN(startsAt) && !Number.isNaN(expiresAt),
  }
}

function readPinPolicy({ attributes }: XmlElement): PinPolicy {
  const { PINUsageMode, PINKeyId, PINEncoding, MaxFailedAttempts } = attributes
  return {
    mode: PINUsageMode,
    keyId: PINKeyId,
    encoding: PINEncoding,
    mostFailures: MaxFailedAttempts === undefined ? undefined : Number(MaxFailedAttempts),
  }
}

function isKnown(policy: XmlElement | undefined, names: ReadonlySet<string>): boolean {
  return policy?.children.every(({ name, uri }) => names.has(name) && uri === policy.uri) ?? true
}

function isKnownPin(pin: XmlElement | undefined): boolean {
  if (!pin) return true
  return pin.children.length === 0 && Object.keys(pin.attributes).every((name) => pinAttributes.has(name))
}

/** Epoch milliseconds; not a number where it is no date. */
export function timeOf(element: XmlElement | undefined): number | undefined {
  return element && Date.parse(element.text)
}

import type { Algorithm } from '../algorithm.ts'
import { hashOf } from '../algorithm.ts'
import { digitsOutOfRange } from '../errors.ts'
import type { Secret, SecretOptions } from '../secret.ts'
import { readSecret } from '../secret.ts'
import type { HashFunction } from './hash-function.ts'
import type { CounterHmac, HmacKey } from './hmac.ts'
import { createCounterHmac, prepareHmacKey } from './hmac.ts'

export const MIN_DIGITS = 6
export const MAX_DIGITS = 10

/** What a code depends on apart from its counter. */
export interface CodeParameters extends SecretOptions {
  /** Default `SHA1`, the only one that every authenticator app honours. */
  readonly algorithm?: Algorithm
  /** 6 to 10, default 6. RFC 4226 §5.3. */
  readonly digits?: number
}

/** A secret made ready for any number of codes. */
export interface CodeKey {
  readonly hmac: HmacKey
  readonly counterHmac: CounterHmac
  readonly digits: number
  readonly modulus: number
}

export function prepareCodeKey(secret: Secret, parameters: CodeParameters): CodeKey {
  const hash = hashOf(parameters.algorithm ?? 'SHA1')
  const digits = checkDigits(parameters.digits ?? MIN_DIGITS)
  return {
    hmac: prepareHmacKey(hash, readSecret(secret, parameters)),
    counterHmac: counterHmacOf(hash),
    digits,
    modulus: 10 ** digits,
  }
}

/** The code of a counter, as a number. RFC 4226 §5.3. */
export function codeValue(key: CodeKey, high: number, low: number): number {
  return truncate(key.counterHmac.mac(key.hmac, high, low)) % key.modulus
}

/** A code as people read it, with its leading zeros. */
export function formatCode(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}

/** The number that a code of exactly `digits` ASCII digits stands for, or -1, which no counter has. */
export function parseCode(code: string, digits: number): number {
  if (typeof code !== 'string' || code.length !== digits) return -1
  let value = 0
  for (let i = 0; i < digits; i++) {
    const digit = code.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value > 0x7fffffff ? -1 : value
}

export function checkDigits(digits: number): number {
  if (!Number.isInteger(digits) || digits < MIN_DIGITS || digits > MAX_DIGITS) {
    throw digitsOutOfRange(MIN_DIGITS, MAX_DIGITS)
  }
  return digits
}

/** Dynamic truncation: 31 bits at the place that the last four bits name. RFC 4226 §5.3. */
export function truncate(mac: Int32Array): number {
  const offset = (mac[mac.length - 1] ?? 0) & 15
  const shift = (offset & 3) * 8
  const high = mac[offset >> 2] ?? 0
  const low = mac[(offset >> 2) + 1] ?? 0
  // A shift by 32 is a shift by 0 in JavaScript, hence by 31 and 1 more.
  return ((high << shift) | ((low >>> 1) >>> (31 - shift))) & 0x7fffffff
}

const counterHmacs = /* @__PURE__ */ new Map<HashFunction, CounterHmac>()

function counterHmacOf(hash: HashFunction): CounterHmac {
  const known = counterHmacs.get(hash)
  if (known) return known
  const created = createCounterHmac(hash)
  counterHmacs.set(hash, created)
  return created
}

import { createECDH, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { FactorHost } from '../factor.ts'

/** How push services know us (RFC 8292): one key for as long as this installation keeps its own. */
export interface Vapid {
  /** Uncompressed point, Base64url: a browser lets nobody else call it. */
  readonly publicKey: string
  /** Says to one push service who calls. */
  authorization(endpoint: string, at: number): string
}

const curve = 'prime256v1'
/** Seconds; a day at most (RFC 8292 §2). */
const lifetime = 12 * 3600

/** Derived, so that it is neither kept nor lost apart from the key of the installation. */
export function createVapid({ mac, baseUrl }: Pick<FactorHost, 'mac' | 'baseUrl'>): Vapid {
  const { secret, point } = keyPairFrom(mac)
  const publicKey = point.toString('base64url')
  const key = privateKeyOf(secret, point)
  return {
    publicKey,
    authorization(endpoint, at) {
      const claims = { aud: new URL(endpoint).origin, exp: Math.floor(at / 1000) + lifetime, sub: baseUrl }
      return `vapid t=${tokenOf(key, claims)}, k=${publicKey}`
    },
  }
}

/** The first number that is a key of the curve; one in four thousand million is none. */
function keyPairFrom(mac: FactorHost['mac'], nth = 0): { secret: Buffer; point: Buffer } {
  const secret = Buffer.from(mac('push: how push services know us', Buffer.of(nth)))
  const pair = createECDH(curve)
  try {
    pair.setPrivateKey(secret)
  } catch {
    return keyPairFrom(mac, nth + 1)
  }
  return { secret, point: pair.getPublicKey() }
}

function privateKeyOf(secret: Buffer, point: Buffer): KeyObject {
  const [d, x, y] = [secret, point.subarray(1, 33), point.subarray(33)] as const
  const jwk = { d: d.toString('base64url'), x: x.toString('base64url'), y: y.toString('base64url') }
  return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', ...jwk }, format: 'jwk' })
}

function tokenOf(key: KeyObject, claims: Readonly<Record<string, unknown>>): string {
  const text = [{ typ: 'JWT', alg: 'ES256' }, claims].map(inBase64url).join('.')
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}

function inBase64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')
}

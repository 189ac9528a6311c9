import { createCipheriv, createECDH, hkdfSync } from 'node:crypto'
import type { Random } from '../../kernel/random.ts'
import type { Subscription } from './schema.ts'

/** Octets of one record; a message of ours fits into the first. */
const recordSize = 4096
/** Closes the last record (RFC 8188 §2). */
const lastRecord = Buffer.of(2)

/**
 * A message that only this browser can read (RFC 8291): the push service that carries it cannot. Throws where the
 * browser's point is not on the curve.
 */
export function encryptFor(
  { p256dh, auth }: Pick<Subscription, 'p256dh' | 'auth'>,
  text: string,
  random: Random,
): Uint8Array<ArrayBuffer> {
  const salt = Buffer.from(random.bytes(16))
  const own = ephemeralKey(random)
  const [theirPoint, ownPoint] = [Buffer.from(p256dh, 'base64url'), own.getPublicKey()]
  const shared = own.computeSecret(theirPoint)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirPoint, ownPoint])
  const secret = derived(shared, Buffer.from(auth, 'base64url'), info, 32)
  const key = derived(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derived(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const plain = Buffer.concat([Buffer.from(text, 'utf8'), lastRecord])
  const sealed = [cipher.update(plain), cipher.final(), cipher.getAuthTag()]
  return new Uint8Array(Buffer.concat([header(salt, ownPoint), ...sealed]))
}

/** A key for this message alone. */
function ephemeralKey(random: Random) {
  const pair = createECDH('prime256v1')
  try {
    pair.setPrivateKey(random.bytes(32))
  } catch {
    return ephemeralKey(random)
  }
  return pair
}

function derived(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, length))
}

/** RFC 8188 §2.1; the key is named by the point itself (RFC 8291 §4). */
function header(salt: Buffer, point: Buffer): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(recordSize)
  return Buffer.concat([salt, size, Buffer.of(point.length), point])
}

import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { sealBroken } from './key-errors.ts'
import { deriveKey, type Keyring, type MasterKey } from './keyring.ts'
import type { Random } from './random.ts'

/** Where a sealed value lives. It opens nowhere else: not in another row, column, account or factor (R17). */
export interface Place {
  readonly table: string
  readonly column: string
  readonly row: string
  readonly account?: string
  readonly factor?: string
}

/** Seals secrets at rest; the keys themselves never leave it. */
export interface Sealer {
  /** Id of the key that seals now; a rotation may change it while we run. */
  activeKeyId(): string
  seal(plain: Uint8Array, place: Place): Uint8Array
  /** Throws `seal.broken` when the envelope, its place or its key is not the one it was sealed with. */
  open(envelope: Uint8Array, place: Place): Uint8Array
  /** Id of the key that a sealed value needs; undefined where the envelope is not one of ours. */
  keyIdOf(envelope: Uint8Array): string | undefined
}

/** Seals, and makes keyed hashes. */
export interface SecretBox extends Sealer {
  /** HMAC-SHA256 under a key derived for `purpose` from the root, so that a rotation of keys does not change it. */
  mac(purpose: string, data: Uint8Array): Uint8Array
}

const version = 1
const keyIdLength = 8
const nonceLength = 12
const tagLength = 16
const headerLength = 1 + keyIdLength + nonceLength

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce: good for 2^32 values a key.
 * Envelope: version (1 byte), key id (8), nonce (12), ciphertext, tag (16).
 */
export function sealer(keys: Keyring, random: Random): Sealer {
  const sealing = derivedKeys('seal')
  return {
    activeKeyId: () => keys.active.id,

    seal(plain, place) {
      const { active } = keys
      const nonce = random.bytes(nonceLength)
      const cipher = createCipheriv('aes-256-gcm', sealing(active), nonce)
      cipher.setAAD(associatedData(place, active.id))
      const body = cipher.update(plain)
      cipher.final()
      const envelope = new Uint8Array(headerLength + body.length + tagLength)
      envelope[0] = version
      envelope.set(Buffer.from(active.id, 'hex'), 1)
      envelope.set(nonce, 1 + keyIdLength)
      envelope.set(body, headerLength)
      envelope.set(cipher.getAuthTag(), headerLength + body.length)
      return envelope
    },

    open(envelope, place) {
      const keyId = keyIdOf(envelope)
      if (!keyId) throw sealBroken('not an envelope')
      const key = keys.find(keyId)
      if (!key) throw sealBroken(`unknown key ${keyId}`)
      const nonce = envelope.subarray(1 + keyIdLength, headerLength)
      const decipher = createDecipheriv('aes-256-gcm', sealing(key), nonce, { authTagLength: tagLength })
      decipher.setAAD(associatedData(place, keyId))
      decipher.setAuthTag(envelope.subarray(envelope.length - tagLength))
      try {
        const plain = decipher.update(envelope.subarray(headerLength, envelope.length - tagLength))
        decipher.final()
        return new Uint8Array(plain.buffer, plain.byteOffset, plain.length)
      } catch {
        throw sealBroken('authentication failed')
      }
    },

    keyIdOf,
  }
}

/** `root`: what the keyed hashes of this installation hang on. */
export function secretBox(keys: Keyring, random: Random, root: Uint8Array): SecretBox {
  const macKeys = new Map<string, KeyObject>()
  return {
    ...sealer(keys, random),

    mac(purpose, data) {
      const key = macKeys.get(purpose) ?? createSecretKey(deriveKey({ secret: root }, `mac ${purpose}`))
      macKeys.set(purpose, key)
      return new Uint8Array(createHmac('sha256', key).update(data).digest())
    },
  }
}

function keyIdOf(envelope: Uint8Array): string | undefined {
  if (envelope.length < headerLength + tagLength || envelope[0] !== version) return undefined
  return Buffer.from(envelope.buffer, envelope.byteOffset + 1, keyIdLength).toString('hex')
}

function derivedKeys(purpose: string) {
  const cache = new Map<string, KeyObject>()
  return (key: MasterKey) => {
    const derived = cache.get(key.id) ?? createSecretKey(deriveKey(key, purpose))
    cache.set(key.id, derived)
    return derived
  }
}

/** Each part with its length, so that no two places share one encoding. */
function associatedData(place: Place, keyId: string): Uint8Array {
  const parts = [place.table, place.column, place.row, place.account ?? '', place.factor ?? '', keyId]
  let text = ''
  for (const part of parts) text += `${Buffer.byteLength(part)}:${part}`
  return Buffer.from(text, 'utf8')
}

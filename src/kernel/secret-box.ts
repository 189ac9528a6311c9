import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
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
      const header = new Uint8Array(headerLength)
      header[0] = version
      header.set(Buffer.from(active.id, 'hex'), 1)
      header.set(random.bytes(nonceLength), 1 + keyIdLength)
      const cipher = createCipheriv('aes-256-gcm', sealing(active), header.subarray(1 + keyIdLength))
      cipher.setAAD(associatedData(place, active.id))
      const sealed = Buffer.concat([header, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
      return new Uint8Array(sealed)
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
        const body = envelope.subarray(headerLength, envelope.length - tagLength)
        return new Uint8Array(Buffer.concat([decipher.update(body), decipher.final()]))
      } catch {
        throw sealBroken('authentication failed')
      }
    },

    keyIdOf,
  }
}

/** `root`: what the keyed hashes of this installation hang on. */
export function secretBox(keys: Keyring, random: Random, root: Uint8Array): SecretBox {
  const macKeys = new Map<string, Uint8Array>()
  return {
    ...sealer(keys, random),

    mac(purpose, data) {
      const key = macKeys.get(purpose) ?? deriveKey({ secret: root }, `mac ${purpose}`)
      macKeys.set(purpose, key)
      return new Uint8Array(createHmac('sha256', key).update(data).digest())
    },
  }
}

function keyIdOf(envelope: Uint8Array): string | undefined {
  if (envelope.length < headerLength + tagLength || envelope[0] !== version) return undefined
  return Buffer.from(envelope.subarray(1, 1 + keyIdLength)).toString('hex')
}

function derivedKeys(purpose: string) {
  const cache = new Map<string, Uint8Array>()
  return (key: MasterKey) => {
    const derived = cache.get(key.id) ?? deriveKey(key, purpose)
    cache.set(key.id, derived)
    return derived
  }
}

/** Each part with its length, so that no two places share one encoding. */
function associatedData(place: Place, keyId: string): Uint8Array {
  const parts = [place.table, place.column, place.row, place.account ?? '', place.factor ?? '', keyId]
  return Buffer.from(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''), 'utf8')
}

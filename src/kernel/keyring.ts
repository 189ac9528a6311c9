import { createHmac, hkdfSync } from 'node:crypto'
import { keyMalformed } from './key-errors.ts'
import { type Random, systemRandom } from './random.ts'

/** A 256-bit key of this installation. Its id is derived from it, so that the two can never be mixed up. */
export interface MasterKey {
  readonly id: string
  readonly secret: Uint8Array
}

/** All keys that may open; the first one seals. */
export interface Keyring {
  readonly active: MasterKey
  find(id: string): MasterKey | undefined
  readonly all: readonly MasterKey[]
  /** Looks again where the keys come from; where they cannot change it does nothing. */
  refresh(): void
}

const keyBytes = 32
const keyIdBytes = 8
const linePattern = /^sallyport-key-1:([A-Za-z0-9_-]{43})$/

/** Makes a key of 32 bytes; its id is the first 8 bytes of HMAC-SHA256(key, "id"), in hex. */
export function masterKey(secret: Uint8Array): MasterKey {
  if (secret.length !== keyBytes) throw keyMalformed()
  const id = createHmac('sha256', secret)
    .update('sallyport key id')
    .digest('hex')
    .slice(0, keyIdBytes * 2)
  return { id, secret }
}

export function keyring(keys: readonly MasterKey[]): Keyring {
  const [active] = keys
  if (!active) throw keyMalformed()
  const byId = new Map(keys.map((key) => [key.id, key]))
  return { active, all: keys, find: (id) => byId.get(id), refresh() {} }
}

/** One key a line, the active one first; blank lines and lines starting with `#` are skipped. */
export function parseKeyring(text: string): Keyring {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#')).map(parseKeyLine)
  return keyring(keys)
}

/** A new key in its written form. Keep it apart from the database, and keep a copy. */
export function createKey(random: Random = systemRandom()): string {
  return formatKey(masterKey(random.bytes(keyBytes)))
}

export function formatKey(key: MasterKey): string {
  return `sallyport-key-1:${Buffer.from(key.secret).toString('base64url')}`
}

/** A 256-bit key for one purpose, by HKDF-SHA256 (RFC 5869): no key serves two ends. */
export function deriveKey({ secret }: Pick<MasterKey, 'secret'>, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `sallyport ${purpose}`, keyBytes))
}

function parseKeyLine(line: string): MasterKey {
  const encoded = linePattern.exec(line)?.[1]
  if (!encoded) throw keyMalformed()
  return masterKey(new Uint8Array(Buffer.from(encoded, 'base64url')))
}

import { createDecipheriv, createHmac, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { equalBytes } from '../../../../kernel/tokens.ts'
import { refuseFile } from '../problems.ts'
import { isBase64 } from '../text.ts'
import type { Container } from './container.ts'
import type { Derivation, EncryptionKey } from './encryption-key.ts'
import type { PskcOptions } from './options.ts'
import type { EncryptedValue, Value } from './value.ts'

/** Opens the values of one container. Throws where key or passphrase are wrong, or the file was changed: not told which. */
export interface Keys {
  /** A secret: Base64 where it stands in clear. */
  bytes(value: Value): Uint8Array
  /** A counter, a time: decimal where it stands in clear, else four or eight bytes. */
  number(value: Value): bigint
}

/** Derives and opens what the values are under. Everything is authenticated before anything is decrypted (RFC 6030 §6.2). */
export async function openKeys({ encryption, mac }: Container, options: PskcOptions): Promise<Keys> {
  const key = encryption && (await keyOf(encryption, options))
  const macKey = mac?.key && key ? decrypt(mac.key, key) : key

  function opened(value: Sealed): Uint8Array {
    if (!key || !macKey) return refuseFile('it does not say how it is encrypted', unreadable)
    if (!isWrap(value.encrypted.algorithm)) {
      if (!mac || !value.mac) return refuseFile('its values have no MAC', unreadable)
      const expected = createHmac(mac.hash, macKey).update(value.encrypted.bytes).digest()
      if (!equalBytes(expected, value.mac)) return wrongKey()
    }
    return decrypt(value.encrypted, key)
  }

  return {
    bytes: (value) => ('plain' in value ? plainBytes(value.plain) : opened(value)),
    number: (value) => ('plain' in value ? plainNumber(value.plain) : bigEndian(opened(value))),
  }
}

type Sealed = Extract<Value, { readonly encrypted: EncryptedValue }>

const unreadable = 'Ask its maker for a file under a pre-shared key or a passphrase, with AES and a MAC.'

/** One sentence for all: it tells nobody how near they were. */
function wrongKey(): never {
  refuseFile(
    'the key or passphrase is wrong, or it was changed on its way',
    'Type the key or the passphrase again; if it is right, ask for the file again.',
  )
}

const derive = promisify(pbkdf2)

async function keyOf(encryption: EncryptionKey, { key, passphrase }: PskcOptions): Promise<Uint8Array> {
  if (encryption.by === 'passphrase') {
    if (passphrase === undefined)
      return refuseFile('it is encrypted under a passphrase', 'Give the passphrase that its maker sent.')
    const { salt, iterations, length, hash }: Derivation = encryption.derivation
    return derive(passphrase, salt, iterations, length, hash)
  }
  if (key === undefined)
    return refuseFile(
      `it is encrypted under the key “${shown(encryption.name)}”`,
      'Give the key that its maker sent, in hexadecimal.',
    )
  return Buffer.from(key, 'hex')
}

function shown(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?').slice(0, 64)
}

/** By the last part of the algorithm's URI (XML Encryption §5.2, §5.6). */
const ciphers: Readonly<
  Record<string, { readonly name: string; readonly bytes: number; readonly iv: 'first' | 'wrap' }>
> = {
  'aes128-cbc': { name: 'aes-128-cbc', bytes: 16, iv: 'first' },
  'aes192-cbc': { name: 'aes-192-cbc', bytes: 24, iv: 'first' },
  'aes256-cbc': { name: 'aes-256-cbc', bytes: 32, iv: 'first' },
  'kw-aes128': { name: 'id-aes128-wrap', bytes: 16, iv: 'wrap' },
  'kw-aes192': { name: 'id-aes192-wrap', bytes: 24, iv: 'wrap' },
  'kw-aes256': { name: 'id-aes256-wrap', bytes: 32, iv: 'wrap' },
}

function cipherOf(algorithm: string) {
  const name = algorithm.split('#').at(-1) ?? ''
  const cipher = Object.hasOwn(ciphers, name) ? ciphers[name] : undefined
  return cipher ?? refuseFile(`it is encrypted with ${shown(name)}`, unreadable)
}

/** A wrapped key authenticates itself (RFC 3394). */
function isWrap(algorithm: string): boolean {
  return cipherOf(algorithm).iv === 'wrap'
}

const ivBytes = 16
const wrapIv = Buffer.alloc(8, 0xa6)

function decrypt({ algorithm, bytes }: EncryptedValue, key: Uint8Array): Uint8Array {
  const cipher = cipherOf(algorithm)
  if (key.length !== cipher.bytes) return wrongKey()
  const [iv, text] =
    cipher.iv === 'wrap' ? [wrapIv, bytes] : [bytes.subarray(0, ivBytes), bytes.subarray(ivBytes)]
  try {
    const decipher = createDecipheriv(cipher.name, key, iv)
    return Buffer.concat([decipher.update(text), decipher.final()])
  } catch {
    return wrongKey()
  }
}

function plainBytes(text: string): Uint8Array {
  const base64 = text.replace(/\s/g, '')
  return isBase64(base64)
    ? Buffer.from(base64, 'base64')
    : refuseFile('a secret is not Base64', 'Check that the file is whole.')
}

function plainNumber(text: string): bigint {
  return /^\d{1,20}$/.test(text)
    ? BigInt(text)
    : refuseFile('a counter is no number', 'Check that the file is whole.')
}

function bigEndian(bytes: Uint8Array): bigint {
  if (bytes.length !== 4 && bytes.length !== 8) return wrongKey()
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

import { createHash, createHmac, hash, type KeyObject } from 'node:crypto'
import type { Random } from '../../../kernel/random.ts'
import { der, integer, nothing, octets, oid, sequence, set, within } from '../../../x509/index.ts'

/** What goes into a file for browsers. */
export interface Pkcs12Wish {
  readonly certificate: Uint8Array
  readonly authority: Uint8Array
  readonly privateKey: KeyObject
  /** Shown where certificates are chosen. */
  readonly name: string
  readonly password: string
}

const oids = {
  data: '1.2.840.113549.1.7.1',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  keyBag: '1.2.840.113549.1.12.10.1.2',
  x509: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const

const iterations = 2048
const saltBytes = 16

/** A certificate with its key as one file (RFC 7292): the key under AES-256, the whole under HMAC-SHA256, as OpenSSL 3 does. */
export function pkcs12File(wish: Pkcs12Wish, random: Random): Uint8Array {
  const keyId = new Uint8Array(hash('sha1', wish.certificate, 'buffer'))
  const own = attributesOf(wish.name, keyId)
  const shrouded = wish.privateKey.export({
    format: 'der',
    type: 'pkcs8',
    cipher: 'aes-256-cbc',
    passphrase: wish.password,
  })
  const certificates = sequence(certificateBag(wish.certificate, own), certificateBag(wish.authority))
  const key = sequence(bag(oids.keyBag, new Uint8Array(shrouded), own))
  const content = sequence(dataOf(certificates), dataOf(key))
  return sequence(integer(3), dataOf(content), macOf(content, wish.password, random.bytes(saltBytes)))
}

function dataOf(content: Uint8Array): Uint8Array {
  return sequence(oid(oids.data), within(0, octets(content)))
}

function certificateBag(certificate: Uint8Array, attributes?: Uint8Array): Uint8Array {
  return bag(oids.certificateBag, sequence(oid(oids.x509), within(0, octets(certificate))), attributes)
}

function bag(type: string, value: Uint8Array, attributes?: Uint8Array): Uint8Array {
  return sequence(oid(type), within(0, value), ...(attributes ? [attributes] : []))
}

/** What ties key and certificate together, and the name of both. */
function attributesOf(name: string, keyId: Uint8Array): Uint8Array {
  const bmpString = der(0x1e, Buffer.from(name, 'utf16le').swap16())
  return set(
    sequence(oid(oids.friendlyName), set(bmpString)),
    sequence(oid(oids.localKeyId), set(octets(keyId))),
  )
}

function macOf(content: Uint8Array, password: string, salt: Uint8Array): Uint8Array {
  const mac = createHmac('sha256', macKey(password, salt)).update(content).digest()
  const digest = sequence(sequence(oid(oids.sha256), nothing()), octets(mac))
  return sequence(digest, octets(salt), integer(iterations))
}

const blockBytes = 64
const forMac = 3

/** RFC 7292 appendix B.2, with SHA-256, of which one block is what a key needs. */
function macKey(password: string, salt: Uint8Array): Uint8Array {
  const typed = Buffer.from(`${password}\0`, 'utf16le').swap16()
  const block = Buffer.concat([Buffer.alloc(blockBytes, forMac), repeated(salt), repeated(typed)])
  let key = createHash('sha256').update(block).digest()
  for (let round = 1; round < iterations; round++) key = createHash('sha256').update(key).digest()
  return key
}

/** As often as fills whole blocks. */
function repeated(bytes: Uint8Array): Uint8Array {
  const length = blockBytes * Math.ceil(bytes.length / blockBytes)
  return Buffer.alloc(length, bytes)
}

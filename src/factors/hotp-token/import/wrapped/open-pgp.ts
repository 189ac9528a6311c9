import type { Message, PrivateKey } from 'openpgp'
import { refuseFile } from '../problems.ts'
import { mostBytes } from '../text.ts'
import { cannotBeOpened, needsPassphrase, tooMuchInside, tooMuchWork } from './cannot.ts'
import { openPgpOptions } from './options.ts'
import type { Wrapper } from './unwrapping.ts'
import { isTooMuchWork } from './work.ts'

/** A file encrypted by OpenPGP (RFC 9580), with a passphrase or to a key; whoever signed it is not looked at. */
export const openPgp: Wrapper = {
  id: 'openpgp',
  title: 'OpenPGP with one of the other kinds in it',
  options: openPgpOptions,
  recognises: (file) => isArmored(file) || isBinary(file),
  async open(file, opener) {
    if (opener.passphrase === undefined && opener.privateKey === undefined)
      return needsPassphrase('Give its passphrase, or the private key that it was encrypted to.')
    const key = opener.privateKey === undefined ? undefined : keyBytes(opener.privateKey)
    const message = await read(file)
    if (isTooMuchWork(await sessionKeysOf(message))) return tooMuchWork()
    try {
      return await decrypt(message, key, opener.passphrase)
    } catch (error) {
      return isTooMuch(error) ? tooMuchInside() : cannotBeOpened()
    }
  },
}

/** No more than a file may have, and no more memory than a server can spare: 512 MiB for a passphrase. */
const limits = { maxDecompressedMessageSize: mostBytes, maxArgon2MemoryExponent: 19 }

async function read(file: Uint8Array): Promise<Message<Uint8Array>> {
  // Loaded when the first message comes: no start pays for it.
  const { readMessage } = await import('openpgp')
  try {
    return isArmored(file)
      ? await readMessage({ armoredMessage: Buffer.from(file).toString('latin1'), config: limits })
      : await readMessage({ binaryMessage: file, config: limits })
  } catch {
    return cannotBeOpened()
  }
}

async function sessionKeysOf({ packets }: Message<Uint8Array>): Promise<readonly unknown[]> {
  const { packet } = (await import('openpgp')).enums
  return packets.filterByTag(packet.symEncryptedSessionKey, packet.publicKeyEncryptedSessionKey)
}

async function decrypt(
  message: Message<Uint8Array>,
  key: Uint8Array | undefined,
  passphrase: string | undefined,
): Promise<Uint8Array> {
  const openpgp = await import('openpgp')
  const by =
    key === undefined
      ? { passwords: passphrase ?? '' }
      : { decryptionKeys: await unlocked(openpgp, key, passphrase) }
  const opened = await openpgp.decrypt({ message, format: 'binary', config: limits, ...by })
  return opened.data
}

async function unlocked(
  { readPrivateKey, decryptKey }: typeof import('openpgp'),
  binaryKey: Uint8Array,
  passphrase: string | undefined,
): Promise<PrivateKey> {
  const privateKey = await readPrivateKey({ binaryKey, config: limits })
  if (passphrase === undefined || privateKey.isDecrypted()) return privateKey
  return decryptKey({ privateKey, passphrase, config: limits })
}

/** What armor holds, also where a field of one line has swallowed its line breaks. Its checksum proves nothing. */
function keyBytes(armor: string): Uint8Array {
  const [, body] = /-----BEGIN PGP PRIVATE KEY BLOCK-----((?:(?!-----).)*)-----END/s.exec(armor) ?? []
  if (body === undefined) return refuseFile('the private key is not in armor', 'Export it with --armor.')
  const withoutHeaders = body.replaceAll(/^[A-Za-z]+: .*$/gm, '')
  return Buffer.from(withoutHeaders.replaceAll(/\s/g, '').replace(/=[A-Za-z0-9+/]{4}$/, ''), 'base64')
}

function isTooMuch(error: unknown): boolean {
  return error instanceof Error && /maximum decompressed/i.test(error.message)
}

function isArmored(file: Uint8Array): boolean {
  return Buffer.from(file.subarray(0, 64)).toString('latin1').startsWith('-----BEGIN PGP MESSAGE')
}

/** Tags of an encrypted session key, which an encrypted OpenPGP message begins with (RFC 9580 §4.2, §5.1, §5.3). */
const sessionKeyTags = [0x84, 0x85, 0x8c, 0xc1, 0xc3]

/** By its first bytes. Of those tags one begins a letter of UTF-8, but never with such a byte after it. */
function isBinary([first = 0, second = 0]: Uint8Array): boolean {
  return sessionKeyTags.includes(first) && !(second >= 0x80 && second <= 0xbf)
}

import { constants, createCipheriv, type KeyObject, publicEncrypt } from 'node:crypto'
import type { Random } from '../../kernel/random.ts'
import { ns } from './names.ts'
import { element, type Markup } from './xml-write.ts'

const contentAlgorithm = 'http://www.w3.org/2009/xmlenc11#aes256-gcm'
const keyAlgorithm = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p'
/** What this name of OAEP means where nothing else is said; OAEP asks nothing of a hash that SHA-1 has lost. */
const oaepDigest = 'http://www.w3.org/2000/09/xmldsig#sha1'
const keyLength = 32
const nonceLength = 12

/** For one service provider alone: AES-256-GCM under a key of its own, which RSA-OAEP carries (XML Encryption 1.1). */
export function encryptXml(text: string, recipient: KeyObject, random: Random): Markup {
  const key = random.bytes(keyLength)
  const nonce = random.bytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  const wrapped = publicEncrypt(
    { key: recipient, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
    key,
  )
  return element(
    'xenc:EncryptedData',
    { 'xmlns:xenc': ns.encryption, 'xmlns:ds': ns.signature, Type: `${ns.encryption}Element` },
    element('xenc:EncryptionMethod', { Algorithm: contentAlgorithm }),
    element(
      'ds:KeyInfo',
      {},
      element(
        'xenc:EncryptedKey',
        {},
        element(
          'xenc:EncryptionMethod',
          { Algorithm: keyAlgorithm },
          element('ds:DigestMethod', { Algorithm: oaepDigest }),
        ),
        cipherData(wrapped),
      ),
    ),
    cipherData(sealed),
  )
}

function cipherData(bytes: Buffer): Markup {
  return element('xenc:CipherData', {}, element('xenc:CipherValue', {}, bytes.toString('base64')))
}

import { refuseFile } from '../problems.ts'
import { isBase64 } from '../text.ts'
import { childOf, elementAt, type XmlElement } from '../xml.ts'

/** A value as it stands in the document: in clear, or encrypted and authenticated (RFC 6030 §4.2, §6). */
export type Value =
  | { readonly plain: string }
  | { readonly encrypted: EncryptedValue; readonly mac: Uint8Array | undefined }

export interface EncryptedValue {
  readonly algorithm: string
  /** With AES-CBC the first block is the initialisation vector. */
  readonly bytes: Uint8Array
}

/** The value in an element such as `Secret` or `Counter`; undefined where there is none. */
export function readValue(element: XmlElement | undefined): Value | undefined {
  const plain = childOf(element, 'PlainValue')
  if (plain) return { plain: plain.text }
  const encrypted = childOf(element, 'EncryptedValue')
  const mac = childOf(element, 'ValueMAC')
  return encrypted && { encrypted: readEncrypted(encrypted), mac: mac && bytesOf(mac) }
}

/** `EncryptionMethod` and `CipherData/CipherValue`, as XML Encryption has them. */
export function readEncrypted(element: XmlElement): EncryptedValue {
  const cipher = elementAt(element, 'CipherData', 'CipherValue')
  const algorithm = childOf(element, 'EncryptionMethod')?.attributes.Algorithm
  if (!cipher || algorithm === undefined)
    return refuseFile('an encrypted value is not whole', remedy, `Line ${element.line}`)
  return { algorithm, bytes: bytesOf(cipher) }
}

function bytesOf({ text, line }: XmlElement): Uint8Array {
  const base64 = text.replace(/\s/g, '')
  return isBase64(base64)
    ? Buffer.from(base64, 'base64')
    : refuseFile('a value is not Base64', remedy, `Line ${line}`)
}

const remedy = 'Check that the file is whole.'

import { decodeBase32, OtpError } from '@sallyport/otp'
import { refuseFile } from './problems.ts'

/** The largest file that is read: a hundred thousand tokens of the wordiest format have less. */
export const mostBytes = 128 * 1024 * 1024

export function checkSize(file: Uint8Array): void {
  if (file.length > mostBytes) refuseFile('it has more than 128 MiB', 'Bring its tokens in several files.')
}

/** The text of a file, without a byte order mark. */
export function readText(file: Uint8Array): string {
  checkSize(file)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    return refuseFile('it is not UTF-8 text', 'Save it as UTF-8 in a text editor.')
  }
}

/** The beginning of a file as text, to see what kind it is. */
export function beginningOf(file: Uint8Array): string {
  return new TextDecoder('utf-8').decode(file.subarray(0, 4096))
}

export type Encoding = 'hex' | 'base32' | 'base64'

/** The bytes of a secret; undefined where the text is not of that encoding. */
export function decodeSecret(text: string, encoding: Encoding): Uint8Array | undefined {
  if (encoding === 'hex') return isHex(text) ? Buffer.from(text, 'hex') : undefined
  if (encoding === 'base64') return isBase64(text) ? Buffer.from(text, 'base64') : undefined
  try {
    return decodeBase32(text)
  } catch (error) {
    if (error instanceof OtpError) return undefined
    throw error
  }
}

function isHex(text: string): boolean {
  return text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text)
}

export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)
}

import type { OwnKey } from './own-keys.ts'

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const

/** Whether this browser makes keys and keeps them: only on a safe page. */
export function canKeepKeys(): boolean {
  return globalThis.isSecureContext && 'indexedDB' in globalThis
}

/** A new key that cannot be taken out of this browser. */
export async function makeKey(): Promise<Pick<OwnKey, 'phone' | 'key' | 'privateKey'>> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(curve, false, ['sign'])
  const point = await crypto.subtle.exportKey('raw', publicKey)
  return {
    phone: base64url(await crypto.subtle.digest('SHA-256', point)),
    key: base64url(point),
    privateKey,
  }
}

/** What goes along with a message: this text, signed by that key. */
export async function signatureOf({ privateKey }: Pick<OwnKey, 'privateKey'>, text: string): Promise<string> {
  return base64url(await crypto.subtle.sign(signing, privateKey, new TextEncoder().encode(text)))
}

/** Base64url without padding. */
function base64url(bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)))
  return text
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/={1,2}$/, '')
}

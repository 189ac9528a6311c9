import type { Keeper, Kept } from './visit.ts'

const name = '__Host-second_factor'
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax'
const context = 'sallyport gate cookie\n'

export interface CookieJar {
  /** The `Cookie` header of the request. */
  readonly header: string | undefined
  /** Adds a `Set-Cookie` header to the answer. */
  set(line: string): void
}

export interface CookieSeal {
  /** The API key. */
  readonly key: string
  /** What the cookie is bound to; nothing where it is empty. */
  readonly session: () => Promise<string>
}

/** In a cookie of its own, that only who holds the API key can have written, and for this session. */
export function inCookie({ key, session }: CookieSeal, jar: CookieJar): Keeper {
  return {
    async get() {
      const value = valueIn(jar.header)
      return value === undefined ? undefined : opened(key, value, await session())
    },
    async set(kept) {
      const value = kept === undefined ? '' : await signed(key, kept, await session())
      jar.set(`${name}=${value}; ${kept === undefined ? 'Max-Age=0; ' : ''}${attributes}`)
    },
  }
}

/** Undefined where it comes twice: somebody has slipped one in. */
function valueIn(header: string | undefined): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  const [value, second] = pairs.filter((pair) => pair.startsWith(`${name}=`))
  return second === undefined ? value?.slice(name.length + 1) : undefined
}

async function signed(key: string, kept: Kept, session: string): Promise<string> {
  const text = encoded(new TextEncoder().encode(JSON.stringify(kept)))
  const signature = await crypto.subtle.sign('HMAC', await keyOf(key), bytesOf(session, text))
  return `${text}.${encoded(new Uint8Array(signature))}`
}

async function opened(key: string, value: string, session: string): Promise<Kept | undefined> {
  const [text = '', signature = ''] = value.split('.')
  const given = decoded(signature)
  if (!given || !(await crypto.subtle.verify('HMAC', await keyOf(key), given, bytesOf(session, text))))
    return undefined
  return JSON.parse(new TextDecoder().decode(decoded(text))) as Kept
}

function keyOf(key: string): Promise<CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  return crypto.subtle.importKey('raw', new TextEncoder().encode(key), algorithm, false, ['sign', 'verify'])
}

/** What is bound has no line breaks of its own that could move one end of it: JSON writes them otherwise. */
function bytesOf(session: string, text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${context}${JSON.stringify(session)}\n${text}`)
}

function encoded(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function decoded(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
}

import { checkFailed } from './errors.ts'

/** What the browser must have signed along. */
export interface ExpectedClientData {
  readonly type: 'webauthn.create' | 'webauthn.get'
  /** Base64url, as it was offered for this ceremony. */
  readonly challenge: string
  /** Scheme, host and port, each of them exact. */
  readonly origins: readonly string[]
}

/** Strips a byte order mark and takes no broken UTF-8 (WebAuthn L3 §7.1 step 5, §7.2 step 10). */
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A string of a JSON text; a name in one of its objects where a colon follows. */
const string = /"((?:[^"\\]|\\.)*)"(\s*:)?/g
const decisive = new Set(['type', 'challenge', 'origin', 'crossOrigin', 'topOrigin'])

/** Steps 5 to 11 of a registration (WebAuthn L3 §7.1), 10 to 15 of an authentication (§7.2), on the bytes that are signed. */
export function checkClientData(bytes: Uint8Array, expected: ExpectedClientData): void {
  const data = parse(bytes)
  if (data.type !== expected.type) throw checkFailed('type', 'the client data is of another ceremony')
  if (data.challenge !== expected.challenge) throw checkFailed('challenge', 'another challenge was signed')
  if (!expected.origins.includes(String(data.origin)))
    throw checkFailed('origin', 'the page that asked is none of ours')
  // Not even our own page may ask from inside a page of somebody else.
  if ((data.crossOrigin !== undefined && data.crossOrigin !== false) || data.topOrigin !== undefined)
    throw checkFailed('cross-origin', 'the page was framed by another')
}

function parse(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const json = decode(bytes)
  const data: unknown = parseJson(json)
  if (data === null || typeof data !== 'object' || Array.isArray(data)) throw malformed('is no object')
  if (hasDecisiveTwice(json)) throw malformed('says something twice')
  return data as Readonly<Record<string, unknown>>
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw malformed('is no UTF-8', cause)
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw malformed('is no JSON', cause)
  }
}

/** Of two members of one name the last would count here and the first elsewhere. */
function hasDecisiveTwice(json: string): boolean {
  const members = [...json.matchAll(string)].filter(([, , colon]) => colon !== undefined)
  const names = members.map(([, name]) => JSON.parse(`"${name}"`) as string)
  const counted = names.filter((name) => decisive.has(name))
  return new Set(counted).size !== counted.length
}

function malformed(why: string, cause?: unknown) {
  return checkFailed('form', `the client data ${why}`, cause)
}

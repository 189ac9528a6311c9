import type { KeyObject } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { isSignedBy, rsaSha256, signatureAlgorithms, signBytes } from './algorithms.ts'
import type { Element } from './dom.ts'
import { badSignature, malformedMessage } from './errors.ts'
import { verifiedXml } from './verify-xml.ts'

/** Whether a message asks or answers. */
export type Direction = 'SAMLRequest' | 'SAMLResponse'

/** A message as it came, before anybody has said whose keys it is held against. */
export interface Received {
  readonly binding: 'redirect' | 'post'
  readonly direction: Direction
  readonly xml: string
  readonly relayState: string | undefined
  /** Of the Redirect binding: the bytes that were signed, in the spelling in which they came. */
  readonly detached?: DetachedSignature | undefined
}

interface DetachedSignature {
  readonly algorithm: string
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
}

const longestMessage = 32 * 1024
/** Bytes. The standard says 80; what people really run sends whole addresses. */
const longestRelayState = 1024
const base64 = /^[A-Za-z0-9+/\s]+(?:={1,2}\s*)?$/

/** SAML Bindings §3.4: from the query, spelled as it came. Throws `saml.malformed`. */
export function fromQuery(query: string): Received {
  const raw = rawParameters(query)
  const direction = directionOf(raw)
  const signature = raw.get('Signature')
  const algorithm = raw.get('SigAlg')
  if ((signature === undefined) !== (algorithm === undefined)) throw malformedMessage('half a signature')
  const encoding = raw.get('SAMLEncoding')
  if (encoding && decoded(encoding) !== 'urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE')
    throw malformedMessage('encoding')
  return {
    binding: 'redirect',
    direction,
    xml: inflated(bytesOf(decoded(raw.get(direction) ?? ''))),
    relayState: relayStateOf(raw.has('RelayState') ? decoded(raw.get('RelayState') ?? '') : undefined),
    ...(signature !== undefined && algorithm !== undefined
      ? {
          detached: {
            algorithm: decoded(algorithm),
            bytes: Buffer.from(signedPart(raw, direction)),
            signature: bytesOf(decoded(signature)),
          },
        }
      : {}),
  }
}

/** SAML Bindings §3.5: from a form. Throws `saml.malformed`. */
export function fromForm(form: string): Received {
  const fields = new URLSearchParams(form)
  const names = [...fields.keys()]
  if (new Set(names).size !== names.length) throw malformedMessage('a field twice')
  const direction = directionOf(fields)
  const xml = utf8Of(bytesOf(fields.get(direction) ?? ''))
  return { binding: 'post', direction, xml, relayState: relayStateOf(fields.get('RelayState') ?? undefined) }
}

/** What may be read of a message, and whether its sender has signed it. */
export interface Read {
  readonly message: Element
  readonly verified: boolean
}

/**
 * Of a message that was read as `root`: that which is signed by one of these keys, or the whole where it need not be signed and is not. A signature that is
 * there always has to hold. Throws `saml.signature`.
 */
export function readReceived(
  received: Received,
  root: Element,
  { keys, signed }: { readonly keys: readonly KeyObject[]; readonly signed: boolean },
): Read {
  const verified =
    received.binding === 'redirect'
      ? isSignedBeside(received, keys) && root
      : verifiedXml(received.xml, keys, root)
  if (verified) return { message: verified, verified: true }
  if (signed) throw badSignature('it is not signed')
  return { message: root, verified: false }
}

function isSignedBeside({ detached }: Received, keys: readonly KeyObject[]): boolean {
  if (!detached) return false
  if (!signatureAlgorithms.has(detached.algorithm)) throw badSignature('algorithm')
  if (!keys.some((key) => isSignedBy(key, detached))) throw badSignature('by no key of this application')
  return true
}

/** An address that carries a message of ours, signed as the Redirect binding signs. */
export function toRedirect(
  destination: string,
  message: { readonly direction: Direction; readonly xml: string; readonly relayState: string | undefined },
  key: KeyObject,
): string {
  const carried = encodeURIComponent(deflateRawSync(message.xml).toString('base64'))
  const relay =
    message.relayState === undefined ? '' : `&RelayState=${encodeURIComponent(message.relayState)}`
  const signed = `${message.direction}=${carried}${relay}&SigAlg=${encodeURIComponent(rsaSha256)}`
  const signature = encodeURIComponent(signBytes(key, Buffer.from(signed)))
  return `${destination}${destination.includes('?') ? '&' : '?'}${signed}&Signature=${signature}`
}

/** Undecoded, for it is this spelling that was signed. Nothing may stand there twice. */
function rawParameters(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (const part of query.split('&').filter(Boolean)) {
    const at = part.indexOf('=')
    const name = at < 0 ? part : part.slice(0, at)
    if (parameters.has(name)) throw malformedMessage('a parameter twice')
    parameters.set(name, at < 0 ? '' : part.slice(at + 1))
  }
  return parameters
}

function directionOf(fields: { has(name: string): boolean }): Direction {
  const asks = fields.has('SAMLRequest')
  if (asks === fields.has('SAMLResponse')) throw malformedMessage('not one message')
  return asks ? 'SAMLRequest' : 'SAMLResponse'
}

function signedPart(raw: ReadonlyMap<string, string>, direction: Direction): string {
  return [direction, 'RelayState', 'SigAlg']
    .filter((name) => raw.has(name))
    .map((name) => `${name}=${raw.get(name)}`)
    .join('&')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch (error) {
    throw malformedMessage('encoding', error)
  }
}

function relayStateOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined
  if (Buffer.byteLength(text) > longestRelayState) throw malformedMessage('RelayState is too long')
  return text
}

function bytesOf(text: string): Buffer {
  if (!base64.test(text)) throw malformedMessage('not Base64')
  return Buffer.from(text, 'base64')
}

/** A few bytes may stand for gigabytes: what becomes too long is never unpacked (V-93). */
function inflated(bytes: Buffer): string {
  try {
    return utf8Of(inflateRawSync(bytes, { maxOutputLength: longestMessage }))
  } catch (error) {
    throw malformedMessage('cannot be unpacked', error)
  }
}

function utf8Of(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw malformedMessage('not UTF-8', error)
  }
}

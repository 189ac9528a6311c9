import { createHmac, createPublicKey, hash, verify } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { ClientCertificate } from '../../factors/factor.ts'
import { equalBytes } from '../../kernel/tokens.ts'
import { proxyRefused } from './errors.ts'
import type { CertificateReader } from './present.ts'

/** A proxy whose word counts, with what it signs with: a shared secret, or an Ed25519 key of its own. */
export type ListedProxy =
  | { readonly id: string; readonly secret: Uint8Array }
  /** 32 bytes. */
  | { readonly id: string; readonly publicKey: Uint8Array }

/** Milliseconds by which the clock of a proxy may differ from ours. */
const longestAge = 60_000

/**
 * The certificate that a listed proxy passes on, in the headers of RFC 9440. They count only as the proxy has signed
 * them just now, for the nonce of this very question; a header alone can be written by anybody (R13, A-022, V-64).
 */
export function ofListedProxies(proxies: readonly ListedProxy[]): CertificateReader {
  return (request, nonce, at) => {
    const passed = passedOn(request.raw)
    if (!passed) return undefined
    const proxy = proxies.find(({ id }) => id === passed.proxy)
    if (!proxy) throw proxyRefused('no such proxy is listed')
    if (Math.abs(at - passed.time * 1000) > longestAge) throw proxyRefused('its time is not ours')
    if (!isSigned(proxy, textToSign(passed, nonce), passed.signature))
      throw proxyRefused('its signature does not fit')
    return passed.certificate
  }
}

interface Passed {
  readonly proxy: string
  /** Epoch seconds, as the proxy says. */
  readonly time: number
  readonly signature: Uint8Array
  readonly certificate: Omit<ClientCertificate, 'nonce'>
}

/** What a proxy signs: line by line who, when, for what nonce, and SHA-256 of each thing that it passes on. */
function textToSign(
  { proxy, time, certificate: { der, chain, ocsp } }: Omit<Passed, 'signature'>,
  nonce: string,
): Uint8Array {
  const lines = [
    'sallyport-client-certificate-1',
    proxy,
    String(time),
    nonce,
    sha256(der),
    chain.map(sha256).join(','),
    ocsp ? sha256(ocsp) : '',
  ]
  return Buffer.from(lines.join('\n'), 'utf8')
}

function isSigned(proxy: ListedProxy, text: Uint8Array, signature: Uint8Array): boolean {
  if ('secret' in proxy)
    return equalBytes(createHmac('sha256', proxy.secret).update(text).digest(), signature)
  const key = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(proxy.publicKey).toString('base64url') }
  return verify(null, text, createPublicKey({ key, format: 'jwk' }), signature)
}

/** Undefined where the proxy saw no certificate. */
function passedOn({ headersDistinct }: IncomingMessage): Passed | undefined {
  const der = headerOf(headersDistinct, 'client-cert')
  if (der === undefined) return undefined
  const chain = headerOf(headersDistinct, 'client-cert-chain')
  const ocsp = headerOf(headersDistinct, 'client-cert-status')
  return {
    proxy: headerOf(headersDistinct, 'sallyport-proxy') ?? '',
    time: timeOf(headerOf(headersDistinct, 'sallyport-proxy-time')),
    signature: bytesOf(headerOf(headersDistinct, 'sallyport-proxy-signature')),
    certificate: {
      der: bytesOf(der),
      chain: chain === undefined ? [] : chain.split(',').map((one) => bytesOf(one.trim())),
      ...(ocsp === undefined ? {} : { ocsp: bytesOf(ocsp) }),
    },
  }
}

/** A header that stands there once; a second one may be the caller's own. */
function headerOf(headers: IncomingMessage['headersDistinct'], name: string): string | undefined {
  const [value, ...more] = headers[name] ?? []
  if (more.length > 0) throw proxyRefused(`${name} stands there twice`)
  return value
}

/** A byte sequence of structured fields: `:Base64:` (RFC 8941 §3.3.5). */
function bytesOf(text: string | undefined): Uint8Array {
  const [, base64] = /^:([A-Za-z0-9+/]+={0,2}):$/.exec(text ?? '') ?? []
  if (base64 === undefined) throw proxyRefused('a header is missing or no sequence of bytes')
  return new Uint8Array(Buffer.from(base64, 'base64'))
}

function timeOf(text: string | undefined): number {
  if (!/^\d{1,12}$/.test(text ?? '')) throw proxyRefused('its time is none')
  return Number(text)
}

function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex')
}

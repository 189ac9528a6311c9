import { z } from 'zod'
import type { ListedProxy } from '../protocols/index.ts'

const proxy = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,32}$/, 'must be a short name: letters, digits, hyphens'),
    secret: z
      .base64()
      .refine((text) => Buffer.byteLength(text, 'base64') >= 32, 'must be 32 random bytes at least')
      .optional(),
    publicKey: z
      .base64()
      .refine((text) => Buffer.byteLength(text, 'base64') === 32, 'must be 32 bytes, an Ed25519 key')
      .optional(),
  })
  .refine(
    ({ secret, publicKey }) => (secret === undefined) !== (publicKey === undefined),
    'takes one of secret and publicKey',
  )

/** Where browsers present certificates. Nothing is asked for unless a port or a proxy is named. */
export const certificatesConfig = z.strictObject({
  port: z
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe(
      'A port of its own that asks browsers and systems for a certificate. It needs TLS that ends here.',
    ),
  url: z
    .string()
    .regex(/^https:\/\/[^/?#@]+\/?$/, 'must be an https address without a path')
    .optional()
    .describe(
      'Where browsers reach it, on the host of baseUrl: cookies do not tell ports apart, but hosts. By default that host with this port.',
    ),
  cert: z.string().min(1).optional().describe('The certificate of that port, PEM; by default tls.cert.'),
  key: z.string().min(1).optional().describe('Its private key, PEM; by default tls.key.'),
  proxies: z
    .array(proxy)
    .max(16)
    .default([])
    .describe(
      'Proxies that ask for certificates themselves and pass them on, signed: each with an id, and a secret (HMAC-SHA256) or a publicKey (Ed25519), Base64.',
    ),
})

export type CertificatesConfig = z.infer<typeof certificatesConfig>

/** Where certificates are asked for, complete. */
export interface CertificateEntry {
  readonly url: string
  readonly port: number | undefined
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  readonly proxies: readonly ListedProxy[]
}

/** What of the rest it hangs on. */
export interface CertificateSurroundings {
  readonly baseUrl: string
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
}

/** Undefined where nobody asks for certificates. */
export function certificateEntry(
  config: CertificatesConfig,
  { baseUrl, tls }: CertificateSurroundings,
): CertificateEntry | undefined {
  if (config.port === undefined && config.proxies.length === 0) return undefined
  const { cert = tls?.cert, key = tls?.key } = config
  return {
    url: new URL(config.url ?? urlOf(config, baseUrl)).origin,
    port: config.port,
    tls: cert !== undefined && key !== undefined ? { cert, key } : undefined,
    proxies: config.proxies.map(toListed),
  }
}

function urlOf({ port }: CertificatesConfig, baseUrl: string): string {
  const url = new URL(baseUrl)
  url.port = String(port ?? '')
  return url.origin
}

function toListed({ id, secret, publicKey }: CertificatesConfig['proxies'][number]): ListedProxy {
  return secret === undefined
    ? { id, publicKey: Buffer.from(publicKey ?? '', 'base64') }
    : { id, secret: Buffer.from(secret, 'base64') }
}

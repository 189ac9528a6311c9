import { z } from 'zod'
import type { DoorKind } from '../../applications/index.ts'
import { networkText } from '../../policy/index.ts'
import { notYet, placeOf } from '../ports.ts'
import { radiusTemplates } from './templates.ts'

/** Those that carry our own answer, or what proxies keep for themselves: nobody sets them. */
const ownTypes = new Set([1, 2, 3, 24, 26, 33, 60, 79, 80])

/** Bytes of all that is told together: a packet has 4096, and proxies add theirs (RFC 2865 §3). */
const mostTold = 2048

const returned = z
  .strictObject({
    group: z.string().min(1).max(256).optional().describe('Only for members of this group.'),
    type: z
      .number()
      .int()
      .min(1)
      .max(255)
      .describe('The number of the attribute: 11 is Filter-Id, 25 is Class.'),
    vendor: z
      .number()
      .int()
      .min(1)
      .max(0xff_ff_ff)
      .optional()
      .describe('The number of its maker, for an attribute of theirs.'),
    value: z
      .string()
      .min(1)
      .refine((text) => Buffer.byteLength(text) <= 240, 'must not be longer than 240 bytes')
      .describe('As text.'),
  })
  .refine(({ type, vendor }) => vendor !== undefined || !ownTypes.has(type), {
    path: ['type'],
    message: 'is set by the protocol itself',
  })

/** SHA-256 of the whole certificate, as `openssl x509 -fingerprint -sha256` prints it. */
const fingerprint = z
  .string()
  .regex(/^([0-9a-f]{2}:){31}[0-9a-f]{2}$/i, 'must be 32 bytes in hexadecimal with colons')
  .transform((text) => text.toUpperCase())

const certificate = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i, 'must be a host name')
      .optional()
      .describe('A host name that it bears.'),
    fingerprint: fingerprint.optional().describe('Its SHA-256 fingerprint: this one certificate.'),
  })
  .refine(({ name, fingerprint }) => name !== undefined || fingerprint !== undefined, {
    message: 'takes a name, a fingerprint, or both',
  })

const shape = z.strictObject({
  networks: z
    .array(networkText)
    .max(50)
    .default([])
    .describe(
      'The addresses that it asks from by UDP: `10.0.0.7`, `10.0.0.0/24`. A packet is known by its address and by the secret. None: it asks by TLS only.',
    ),
  certificate: certificate
    .optional()
    .describe('By which certificate it is known where it asks by TLS; none: only by UDP.'),
  mode: z
    .enum(['password-and-code', 'code'])
    .default('password-and-code')
    .describe(
      '`password-and-code`: people type the code right behind their password. `code`: the system judges the password itself, and asks us about the code alone.',
    ),
  challenge: z
    .boolean()
    .default(false)
    .describe(
      'People type the password alone, and are asked for the rest in a second step (Access-Challenge). Whoever guesses a password learns by it that it was right. Counts for `password-and-code` only.',
    ),
  requireMessageAuthenticator: z
    .boolean()
    .default(true)
    .describe(
      'Off only for old systems that send none: then somebody in between can try to forge answers (CVE-2024-3596).',
    ),
  attributes: z
    .array(returned)
    .max(50)
    .refine(
      (all) => all.reduce((sum, { value }) => sum + 8 + Buffer.byteLength(value), 0) <= mostTold,
      `must not be longer than ${mostTold} bytes together`,
    )
    .default([])
    .describe('What is told beside a yes.'),
})

export const radiusSettings = shape.refine(
  ({ networks, certificate }) => networks.length > 0 || certificate !== undefined,
  { path: ['networks'], message: 'must be given, or a certificate' },
)
export type RadiusSettings = z.infer<typeof radiusSettings>

/** Whoever asks by RADIUS: a VPN, a switch, a PAM module. */
export const radiusKind: DoorKind<RadiusSettings> = {
  id: 'radius',
  name: 'RADIUS',
  settings: radiusSettings,
  // The password of a tunnel is one (RFC 2868 §3.5).
  untold: ['attributes'],
  secret: 'sealed',
  asksCodeAlone: ({ mode }) => mode === 'code',
  templates: radiusTemplates,
  shows: ({ port }) => [
    { label: 'Server', value: port ? placeOf(port, 'UDP') : notYet('radius', 'UDP') },
    ...(port?.byTls ? [{ label: 'Server, by TLS (RadSec)', value: placeOf(port.byTls, 'TCP') }] : []),
    { label: 'Protocol', value: 'PAP, with `Message-Authenticator`' },
  ],
}

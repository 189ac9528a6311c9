import { z } from 'zod'

const servers = z
  .strictObject({
    urls: z
      .array(z.url().refine(isProtected, 'must be https; http reaches this machine only'))
      .max(8)
      .default([])
      .describe(
        'Validation servers of protocol 2.0, all asked at once: your own, or https://api.yubico.com/wsapi/2.0/verify. They judge keys whose secrets are not here.',
      ),
    clientId: z
      .string()
      .regex(/^\d{1,10}$/, 'must be a number')
      .optional()
      .describe('The number under which those servers know us.'),
    secret: z
      .base64()
      .min(16)
      .max(128)
      .optional()
      .describe('The secret that goes with it, Base64: requests and answers are signed with it.'),
    timeout: z
      .int()
      .min(1)
      .max(30)
      .default(5)
      .describe('Seconds to wait for the first answer; without one nobody is let in.'),
    sync: z
      .enum(['fast', 'secure'])
      .default('secure')
      .describe('How many of its siblings a server asks whether they have seen the same touch before.'),
  })
  .refine(
    ({ urls, clientId, secret }) => urls.length === 0 || (clientId !== undefined && secret !== undefined),
    'needs clientId and secret where urls are named',
  )

/** Off until somebody switches it on: it needs keys that were imported, or servers that know them. */
export const yubikeyConfig = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe(
      'Whether one-time passwords of YubiKeys are taken. Import the keys, or name validation servers.',
    ),
  opens: z
    .boolean()
    .default(false)
    .describe('Whether a touch may begin a sign-in, without a name: the key says whose it is.'),
  longestDelay: z
    .int()
    .min(10)
    .max(600)
    .default(300)
    .describe('Seconds that may pass between touch and arrival, as far as the clock of the key tells.'),
  servers: servers.prefault({}),
})

export type YubikeyConfig = z.infer<typeof yubikeyConfig>

function isProtected(text: string): boolean {
  const { protocol, hostname } = new URL(text)
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname))
  )
}

import { z } from 'zod'

/** Hosts of the push services behind the usual browsers; `*.` stands for one label or more. */
const usualServices = [
  'fcm.googleapis.com',
  '*.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com',
]

const host = z
  .string()
  .max(253)
  .regex(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a host name, or one that begins with *.')

const webhook = z
  .strictObject({
    url: z
      .url({ protocol: /^https$/ })
      .optional()
      .describe(
        'Where your own application is told to make a phone ring. It joins and answers over REST, as our page does.',
      ),
    secret: z
      .string()
      .min(32)
      .max(256)
      .optional()
      .describe('What those calls are signed with (HMAC-SHA256).'),
  })
  .refine(
    ({ url, secret }) => (url === undefined) === (secret === undefined),
    'needs both, url and secret, or neither',
  )

/** Approval on a phone. */
export const pushConfig = z.strictObject({
  enabled: z.boolean().default(true).describe('Whether people may approve on a phone.'),
  lifetime: z
    .int()
    .min(30)
    .max(600)
    .default(120)
    .describe('Seconds for which a phone may answer; at most ten minutes (NIST SP 800-63B-4 §3.1.3.2).'),
  perHour: z
    .int()
    .min(1)
    .max(60)
    .default(10)
    .describe('Questions that the phones of one account are asked in an hour at most.'),
  services: z
    .array(host)
    .max(50)
    .default(usualServices)
    .describe(
      'Push services that a phone may name. Anything else is not called: the phone then has to be opened by hand.',
    ),
  webhook: webhook.prefault({}),
})

export type PushConfig = z.infer<typeof pushConfig>

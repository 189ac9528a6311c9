import { z } from 'zod'
import { withoutEndSlashes } from '../../kernel/slashes.ts'
import { isSafe } from './call.ts'
import { gatewayNames } from './gateway.ts'
import { smsRules } from './rules.ts'

const text = z.string().min(1)
const sender = text.max(32).describe('The number or name that messages come from.')
const address = z.string().refine(isSafe, 'must be an https address').transform(withoutEndSlashes)

/** Only what is to be called elsewhere, for a test, say: by default the gateway's own address. */
const own = (url: string) => address.default(url).describe('Where its API is.')

/**
 * The slice of one gateway: left out as a whole, it is not configured; with any of it, all that it needs must be there.
 */
function gateway<Shape extends z.ZodRawShape>(shape: Shape, needed: readonly (keyof Shape & string)[]) {
  const whole = z.strictObject(shape)
  const mask = Object.fromEntries(needed.map((name) => [name, true])) as { [Name in keyof Shape]?: true }
  const given = whole.partial(mask as Parameters<typeof whole.partial>[0])
  return given.transform(
    (slice: Readonly<Record<string, unknown>>, context): z.output<typeof whole> | undefined => {
      const missing = needed.filter((name) => slice[name] === undefined)
      if (missing.length === needed.length && !isTouched(shape, slice)) return undefined
      for (const name of missing) {
        context.addIssue({ code: 'custom', path: [name], message: 'is needed by this gateway' })
      }
      return slice as z.output<typeof whole>
    },
  )
}

/** Whether something is set that has no value of its own. */
function isTouched(shape: z.ZodRawShape, slice: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(shape).some(
    ([name, field]) => slice[name] !== undefined && z.safeParse(field, undefined).data === undefined,
  )
}

const twilio = gateway(
  {
    accountSid: text.describe('The account: AC….'),
    authToken: text.describe('Its auth token; it also signs receipts.'),
    apiKey: text.optional().describe('An API key to send with, instead of the auth token: SK….'),
    apiSecret: text.optional().describe('Its secret.'),
    from: sender.optional(),
    messagingService: text.optional().describe('A messaging service instead of a sender: MG….'),
    url: own('https://api.twilio.com'),
  },
  ['accountSid', 'authToken'],
)

const vonage = gateway(
  {
    apiKey: text.describe('The API key.'),
    apiSecret: text.describe('Its secret.'),
    from: sender,
    signatureSecret: text.optional().describe('The signature secret; with it receipts are asked for.'),
    url: own('https://api.nexmo.com'),
  },
  ['apiKey', 'apiSecret', 'from'],
)

const sns = gateway(
  {
    region: z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .describe('The region, such as eu-central-1.'),
    accessKeyId: text.describe('The access key of a user who may do sns:Publish, and nothing else.'),
    secretAccessKey: text.describe('Its secret.'),
    sessionToken: text.optional().describe('The token of temporary keys.'),
    senderId: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,11}$/)
      .optional()
      .describe('The name that messages come from, where the country allows one.'),
    url: address.optional().describe('Where its API is, if not at the address of the region.'),
  },
  ['region', 'accessKeyId', 'secretAccessKey'],
)

const messagebird = gateway(
  {
    accessKey: text.describe('The access key.'),
    from: sender,
    signingKey: text.optional().describe('The signing key; with it receipts are asked for.'),
    url: own('https://rest.messagebird.com'),
  },
  ['accessKey', 'from'],
)

const bird = gateway(
  {
    accessKey: text.describe('The access key.'),
    workspace: text.describe('The id of the workspace.'),
    channel: text.describe('The id of the SMS channel.'),
    signingKey: text.optional().describe('The signing key of the webhook for sms.outbound.'),
    url: own('https://api.bird.com'),
  },
  ['accessKey', 'workspace', 'channel'],
)

const words = z.array(z.string().min(1))

const http = gateway(
  {
    url: address.describe('Where to call; {to}, {text}, {id}, {from} and {secret} are filled in.'),
    method: z.enum(['GET', 'POST', 'PUT']).default('POST').describe('The method of the call.'),
    headers: z
      .array(z.string().regex(/^[A-Za-z0-9-]+:[^\r\n]*$/, 'must be of the form Name: value'))
      .default([])
      .describe('Headers of the call, each as Name: value, filled in likewise.'),
    body: z
      .string()
      .optional()
      .describe('The body of the call, filled in likewise. Without it there is none.'),
    format: z
      .enum(['json', 'form', 'xml'])
      .default('json')
      .describe('What the body is: values are escaped by its rules.'),
    from: sender.optional(),
    secret: text.optional().describe('What stands for {secret}: a key or password, best given by a file.'),
    success: z
      .strictObject({
        statuses: z
          .array(z.int().min(200).max(299))
          .default([200, 201, 202, 204])
          .describe('Statuses that mean that the message was taken.'),
        contains: text.optional().describe('What the answer must contain besides.'),
      })
      .prefault({}),
    receipts: z
      .strictObject({
        secret: text.optional().describe('The key of the HMAC-SHA256 over the body of a receipt.'),
        header: z.string().min(1).optional().describe('The header that carries it, as hex or Base64.'),
        idField: text.default('id').describe('The field with the {id} that was sent.'),
        stateField: text.default('status').describe('The field with the state.'),
        delivered: words.default(['delivered']).describe('States that mean delivered.'),
        failed: words
          .default(['failed', 'undelivered', 'rejected', 'expired'])
          .describe('States that mean failed.'),
      })
      .prefault({}),
  },
  ['url'],
)

const smpp = gateway(
  {
    host: text.describe('The server.'),
    port: z.int().min(1).max(65_535).default(3550).describe('Its port.'),
    tls: z.boolean().default(true).describe('TLS; without it everybody on the way reads the codes.'),
    systemId: text.max(15).describe('The name to bind with.'),
    password: text.max(8).describe('Its password.'),
    systemType: z
      .string()
      .max(12)
      .default('')
      .describe('The type to bind with, where the server asks for one.'),
    from: sender,
  },
  ['host', 'password', 'systemId', 'from'],
)

export type TwilioConfig = NonNullable<z.infer<typeof twilio>>
export type VonageConfig = NonNullable<z.infer<typeof vonage>>
export type SnsConfig = NonNullable<z.infer<typeof sns>>
export type MessageBirdConfig = NonNullable<z.infer<typeof messagebird>>
export type BirdConfig = NonNullable<z.infer<typeof bird>>
export type HttpConfig = NonNullable<z.infer<typeof http>>
export type SmppConfig = NonNullable<z.infer<typeof smpp>>

/**
 * The `delivery.sms` slice. Without a gateway SMS is unavailable, and says so (R9); with one the countries must be
 * named, for a message to the wrong one can cost a hundred times as much.
 */
export const smsConfig = z
  .strictObject({
    gateways: z
      .array(z.enum(gatewayNames))
      .optional()
      .describe('The order in which gateways are tried. By default all that are configured, as listed here.'),
    ...smsRules.shape,
    twilio: twilio.prefault({}),
    vonage: vonage.prefault({}),
    sns: sns.prefault({}),
    messagebird: messagebird.prefault({}),
    bird: bird.prefault({}),
    http: http.prefault({}),
    smpp: smpp.prefault({}),
  })
  .refine((config) => config.countries.length > 0 || !gatewayNames.some((name) => config[name]), {
    path: ['countries'],
    error: 'must name the countries that messages go to, once there is a gateway',
  })
  .refine(({ twilio }) => !twilio || Boolean(twilio.from) !== Boolean(twilio.messagingService), {
    path: ['twilio', 'from'],
    error: 'takes either from or messagingService',
  })
  .refine(({ twilio }) => !twilio?.apiKey === !twilio?.apiSecret, {
    path: ['twilio', 'apiSecret'],
    error: 'apiKey and apiSecret belong together',
  })
  .refine((config) => (config.gateways ?? []).every((name) => config[name]), {
    path: ['gateways'],
    error: 'names a gateway that is not configured',
  })

export type SmsConfig = z.infer<typeof smsConfig>

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Posted, Receipt } from '../receipt.ts'
import { callGateway, jsonOf, refusedBy, unreachable } from './call.ts'
import type { VonageConfig } from './config.ts'
import { type Gateway, type GatewayHost, headerOf } from './gateway.ts'
import { readSignedClaims } from './jwt.ts'

const accepted = z.object({ message_uuid: z.string() })
const status = z.object({
  status: z.enum(['submitted', 'accepted', 'delivered', 'read', 'rejected', 'undeliverable']),
  client_ref: z.string(),
  error: z.object({ title: z.union([z.string(), z.number()]) }).optional(),
})

/** A signed receipt is good for a quarter of an hour: what is older was caught on the way. */
const oldest = 15 * 60_000

/** The Messages API of Vonage (developer.vonage.com/en/api/messages). */
export function vonageGateway(config: VonageConfig, host: GatewayHost): Gateway {
  const { signatureSecret } = config
  return {
    name: 'vonage',

    async send(message) {
      const callback = signatureSecret && host.receiptUrl('vonage', message.id)
      const answer = await callGateway(host.fetch, {
        method: 'POST',
        url: `${config.url}/v1/messages`,
        headers: {
          authorization: `Basic ${Buffer.from(`${config.apiKey}:${config.apiSecret}`).toString('base64')}`,
          'content-type': 'application/json',
          accept: 'application/json',
        },
        body: JSON.stringify({
          channel: 'sms',
          message_type: 'text',
          to: message.to.replace('+', ''),
          from: config.from,
          text: message.text,
          client_ref: message.id,
          ttl: Math.max(20, Math.floor((message.expiresAt - host.now()) / 1000)),
          ...(callback ? { webhook_url: callback, webhook_version: 'v1' } : {}),
        }),
      })
      if ('failed' in answer) return unreachable(answer.failed)
      const { data } = accepted.safeParse(jsonOf(answer.text))
      if (answer.status !== 202 || !data) return refusedBy(answer.status, '')
      return { sent: true, by: { gateway: 'vonage', reference: data.message_uuid } }
    },

    ...(signatureSecret
      ? { readReceipt: (posted: Posted) => readReceipt(config, signatureSecret, posted) }
      : {}),
  }
}

const states = {
  submitted: 'underway',
  accepted: 'underway',
  delivered: 'delivered',
  read: 'delivered',
  rejected: 'failed',
  undeliverable: 'failed',
} as const satisfies Record<z.infer<typeof status>['status'], Receipt['state']>

/** Signed webhooks: an HS256 token whose claims name our key and the hash of the body. */
function readReceipt({ apiKey }: VonageConfig, secret: string, posted: Posted): Receipt | undefined {
  const [scheme = '', token = ''] = (headerOf(posted, 'authorization') ?? '').split(' ')
  const claims = scheme.toLowerCase() === 'bearer' ? readSignedClaims(token, secret) : undefined
  const hash = createHash('sha256').update(posted.body).digest('hex')
  const age = posted.at - Number(claims?.iat) * 1000
  const fresh = Math.abs(age) <= oldest
  if (!claims || claims.api_key !== apiKey || claims.payload_hash !== hash || !fresh) return undefined

  const { data } = status.safeParse(jsonOf(Buffer.from(posted.body).toString('utf8')))
  if (!data) return undefined
  const detail = data.error === undefined ? {} : { detail: String(data.error.title).slice(0, 40) }
  return { message: { id: data.client_ref }, state: states[data.status], ...detail }
}

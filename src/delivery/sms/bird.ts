import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import { equalBytes } from '../../kernel/tokens.ts'
import type { Posted, Receipt } from '../receipt.ts'
import { callGateway, jsonOf, refusedBy, unreachable } from './call.ts'
import type { BirdConfig } from './config.ts'
import { type Gateway, type GatewayHost, headerOf } from './gateway.ts'

const accepted = z.object({ id: z.string() })
const event = z.object({
  service: z.literal('channels'),
  event: z.literal('sms.outbound'),
  payload: z.object({ id: z.string(), status: z.string(), reference: z.string().optional() }),
})

const oldest = 15 * 60_000

/** The Channels API of Bird (docs.bird.com/api/channels-api). Its webhook is set up once, in Bird's own console. */
export function birdGateway(config: BirdConfig, host: GatewayHost): Gateway {
  const { signingKey } = config
  const workspace = `${config.url}/workspaces/${encodeURIComponent(config.workspace)}`
  return {
    name: 'bird',

    async send(message) {
      const answer = await callGateway(host.fetch, {
        method: 'POST',
        url: `${workspace}/channels/${encodeURIComponent(config.channel)}/messages`,
        headers: { authorization: `AccessKey ${config.accessKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          receiver: { contacts: [{ identifierKey: 'phonenumber', identifierValue: message.to }] },
          body: { type: 'text', text: { text: message.text } },
          reference: message.id,
        }),
      })
      if ('failed' in answer) return unreachable(answer.failed)
      const { data } = accepted.safeParse(jsonOf(answer.text))
      const taken = answer.status === 200 || answer.status === 201 || answer.status === 202
      if (!taken || !data) return refusedBy(answer.status, '')
      return { sent: true, by: { gateway: 'bird', reference: data.id } }
    },

    ...(signingKey ? { readReceipt: (posted: Posted) => readReceipt(signingKey, posted) } : {}),
  }
}

const states: Readonly<Record<string, Receipt['state']>> = {
  accepted: 'underway',
  processing: 'underway',
  sent: 'underway',
  delivered: 'delivered',
  delivery_failed: 'failed',
  sending_failed: 'failed',
  rejected: 'failed',
  skipped: 'failed',
}

/** HMAC-SHA256 over time, address and the hash of the body (docs.bird.com, "Verifying a webhook subscription"). */
function readReceipt(signingKey: string, posted: Posted): Receipt | undefined {
  const time = headerOf(posted, 'messagebird-request-timestamp') ?? ''
  const expected = createHmac('sha256', signingKey)
    .update(`${time}\n${posted.url}\n`, 'utf8')
    .update(createHash('sha256').update(posted.body).digest())
    .digest()
  const given = Buffer.from(headerOf(posted, 'messagebird-signature') ?? '', 'base64')
  const fresh = Math.abs(posted.at - Number(time) * 1000) <= oldest
  if (!equalBytes(given, expected) || !fresh) return undefined

  const { data } = event.safeParse(jsonOf(Buffer.from(posted.body).toString('utf8')))
  const state = data && states[data.payload.status]
  if (!data || !state) return undefined
  const { id, reference, status } = data.payload
  const message = reference ? { id: reference } : { reference: id }
  return { message, state, ...(state === 'failed' ? { detail: status } : {}) }
}

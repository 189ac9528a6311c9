import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { equalBytes } from '../../kernel/tokens.ts'
import type { Posted, Receipt } from '../receipt.ts'
import type { OutgoingMessage, SendOutcome } from '../transport.ts'
import { callGateway, jsonOf, refusedBy, unreachable } from './call.ts'
import type { TwilioConfig } from './config.ts'
import { type Gateway, type GatewayHost, headerOf } from './gateway.ts'

const accepted = z.object({ sid: z.string() })
const refusal = z.object({ code: z.number().int() })

/** Not this way, though another gateway may: no permission for the region, no sender for it, the queue is full. */
const elsewhere = new Set([21408, 21606, 21611, 21612, 21660, 30001, 30002])

/** Programmable Messaging of Twilio (twilio.com/docs/messaging/api/message-resource). */
export function twilioGateway(config: TwilioConfig, host: GatewayHost): Gateway {
  const user = config.apiKey ?? config.accountSid
  const secret = config.apiSecret ?? config.authToken
  return {
    name: 'twilio',

    async send(message) {
      const answer = await callGateway(host.fetch, {
        method: 'POST',
        url: `${config.url}/2010-04-01/Accounts/${encodeURIComponent(config.accountSid)}/Messages.json`,
        headers: {
          authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(fieldsOf(config, host, message)).toString(),
      })
      return 'failed' in answer ? unreachable(answer.failed) : outcomeOf(answer)
    },

    readReceipt: (posted) => readReceipt(config, posted),
  }
}

function fieldsOf(config: TwilioConfig, host: GatewayHost, message: OutgoingMessage): Record<string, string> {
  const callback = host.receiptUrl('twilio', message.id)
  const seconds = Math.floor((message.expiresAt - host.now()) / 1000)
  return {
    To: message.to,
    ...(config.messagingService
      ? { MessagingServiceSid: config.messagingService }
      : { From: config.from ?? '' }),
    Body: message.text,
    ValidityPeriod: String(Math.min(36_000, Math.max(1, seconds))),
    ...(callback ? { StatusCallback: callback } : {}),
  }
}

function outcomeOf({ status, text }: { readonly status: number; readonly text: string }): SendOutcome {
  const body = jsonOf(text)
  const { data } = accepted.safeParse(body)
  if (status === 201 && data) return { sent: true, by: { gateway: 'twilio', reference: data.sid } }
  const code = refusal.safeParse(body).data?.code
  if (code !== undefined && elsewhere.has(code)) {
    return { sent: false, failure: 'deferred', detail: `${status} ${code}` }
  }
  return refusedBy(status, code === undefined ? '' : String(code))
}

const states: Readonly<Record<string, Receipt['state']>> = {
  accepted: 'underway',
  scheduled: 'underway',
  queued: 'underway',
  sending: 'underway',
  sent: 'underway',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
}

function readReceipt({ authToken }: TwilioConfig, posted: Posted): Receipt | undefined {
  const fields = [...new URLSearchParams(Buffer.from(posted.body).toString('utf8'))]
  const given = Buffer.from(headerOf(posted, 'x-twilio-signature') ?? '', 'base64')
  if (!equalBytes(given, twilioSignature(posted.url, fields, authToken))) return undefined

  const values = new Map(fields)
  const id = new URL(posted.url).searchParams.get('message')
  const state = states[values.get('MessageStatus') ?? '']
  const code = values.get('ErrorCode')
  if (!id || !state) return undefined
  return { message: { id }, state, ...(code ? { detail: code.slice(0, 40) } : {}) }
}

/** HMAC-SHA1 over the address and the fields in the order of their names (twilio.com/docs/usage/security). */
export function twilioSignature(
  url: string,
  fields: readonly (readonly [string, string])[],
  authToken: string,
): Uint8Array {
  const sorted = fields.toSorted(([one], [other]) => (one < other ? -1 : Number(one > other)))
  const signed = url + sorted.map(([name, value]) => name + value).join('')
  return createHmac('sha1', authToken).update(signed, 'utf8').digest()
}

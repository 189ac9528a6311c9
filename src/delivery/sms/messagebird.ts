import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Posted, Receipt } from '../receipt.ts'
import { callGateway, jsonOf, refusedBy, unreachable } from './call.ts'
import type { MessageBirdConfig } from './config.ts'
import { type Gateway, type GatewayHost, headerOf } from './gateway.ts'
import { readSignedClaims } from './jwt.ts'

const accepted = z.object({ id: z.string() })
const refusal = z.object({ errors: z.array(z.object({ code: z.number().int() })).min(1) })

/** The account is empty, or may not send there. */
const elsewhere = new Set([2, 21, 25])

/** The SMS API of MessageBird as its accounts from before Bird know it (developers.messagebird.com/api/sms-messaging). */
export function messageBirdGateway(config: MessageBirdConfig, host: GatewayHost): Gateway {
  const { signingKey } = config
  return {
    name: 'messagebird',

    async send(message) {
      const callback = signingKey && host.receiptUrl('messagebird', message.id)
      const answer = await callGateway(host.fetch, {
        method: 'POST',
        url: `${config.url}/messages`,
        headers: {
          authorization: `AccessKey ${config.accessKey}`,
          'content-type': 'application/json',
          accept: 'application/json',
        },
        body: JSON.stringify({
          originator: config.from,
          recipients: [message.to.replace('+', '')],
          body: message.text,
          datacoding: 'auto',
          validity: Math.max(1, Math.floor((message.expiresAt - host.now()) / 1000)),
          reference: message.id,
          ...(callback ? { reportUrl: callback } : {}),
        }),
      })
      if ('failed' in answer) return unreachable(answer.failed)
      const body = jsonOf(answer.text)
      const { data } = accepted.safeParse(body)
      if (answer.status === 201 && data)
        return { sent: true, by: { gateway: 'messagebird', reference: data.id } }
      const code = refusal.safeParse(body).data?.errors[0]?.code
      if (code !== undefined && elsewhere.has(code)) return unreachable(`${answer.status} ${code}`)
      return refusedBy(answer.status, code === undefined ? '' : String(code))
    },

    ...(signingKey ? { readReceipt: (posted: Posted) => readReceipt(signingKey, posted) } : {}),
  }
}

const states: Readonly<Record<string, Receipt['state']>> = {
  scheduled: 'underway',
  sent: 'underway',
  buffered: 'underway',
  delivered: 'delivered',
  expired: 'failed',
  delivery_failed: 'failed',
}

/** Status reports are GET requests whose token names the hash of the address that was called, query and all. */
function readReceipt(signingKey: string, posted: Posted): Receipt | undefined {
  const claims = readSignedClaims(headerOf(posted, 'messagebird-signature-jwt') ?? '', signingKey)
  const now = posted.at / 1000
  const living = Number(claims?.exp) > now - 5 && !(Number(claims?.nbf) > now + 5)
  const hash = createHash('sha256').update(posted.url, 'utf8').digest('hex')
  if (claims?.iss !== 'MessageBird' || claims.url_hash !== hash || !living) return undefined

  const query = new URL(posted.url).searchParams
  const id = query.get('reference')
  const state = states[query.get('status') ?? '']
  const code = query.get('statusErrorCode')
  if (!id || !state) return undefined
  return { message: { id }, state, ...(code ? { detail: code.slice(0, 40) } : {}) }
}

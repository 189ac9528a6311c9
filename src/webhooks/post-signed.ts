import type { Outbound } from '../delivery/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { type PostOutcome, post } from '../subscriptions/index.ts'
import { signatureOf } from './secret.ts'

export interface SignedPosting {
  readonly url: string
  /** The newest first; several while one takes the place of another. */
  readonly secrets: readonly string[]
  readonly id: string
  readonly body: string
}

/** Posts one message as Standard Webhooks 1.0 say. */
export function postSigned(
  { clock, outbound }: { readonly clock: Clock; readonly outbound: Outbound },
  { url, secrets, id, body }: SignedPosting,
): Promise<PostOutcome> {
  const timestamp = Math.floor(clock.now() / 1000)
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatureOf(secrets, { id, timestamp, body }),
  }
  return post(outbound, { url, headers, body })
}

import type { Random } from '../../kernel/random.ts'
import type { Call, CallRequest } from './call.ts'
import { encryptFor } from './encrypt.ts'
import type { Subscription } from './schema.ts'
import type { Vapid } from './vapid.ts'

/** By the push service of a browser (RFC 8030 §5): dropped once it is no use, and by the question that takes its place. */
export function callBrowser(
  { random, vapid }: { readonly random: Random; readonly vapid: Vapid },
  subscription: Subscription,
  { title, text, at, expiresAt }: Call,
): CallRequest {
  return {
    url: subscription.endpoint,
    headers: {
      authorization: vapid.authorization(subscription.endpoint, at),
      'content-type': 'application/octet-stream',
      'content-encoding': 'aes128gcm',
      ttl: String(Math.ceil((expiresAt - at) / 1000)),
      urgency: 'high',
      topic: 'question',
    },
    body: encryptFor(subscription, JSON.stringify({ title, text }), random),
  }
}

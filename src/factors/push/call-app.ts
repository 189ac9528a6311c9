import { createHmac } from 'node:crypto'
import type { Call, CallRequest } from './call.ts'

/** Where an application of one's own is told whom to call. */
export interface Webhook {
  readonly url: string
  readonly secret: string
}

/**
 * For an application that has a way of its own to its phones: who is to be called, by the name that the phone gave itself,
 * and what it shows. Signed over time and body, so that nobody else makes phones ring.
 */
export function callApp(
  { url, secret }: Webhook,
  app: string,
  { title, text, at, expiresAt }: Call,
): CallRequest {
  const body = JSON.stringify({ app, title, text, expiresAt })
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  return {
    url,
    headers: { 'content-type': 'application/json', 'sallyport-signature': `t=${at},v1=${signature}` },
    body,
  }
}

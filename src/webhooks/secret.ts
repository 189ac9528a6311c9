import { createHmac } from 'node:crypto'
import type { Random } from '../kernel/random.ts'

const prefix = 'whsec_'
const secretBytes = 32

/** As Standard Webhooks 1.0 writes a symmetric secret: `whsec_` and Base64. */
export function newSecret(random: Random): string {
  return `${prefix}${Buffer.from(random.bytes(secretBytes)).toString('base64')}`
}

export interface Signable {
  readonly id: string
  /** Seconds since the epoch. */
  readonly timestamp: number
  readonly body: string
}

/** The `webhook-signature` of Standard Webhooks 1.0: one `v1,…` for each secret, with spaces between. */
export function signatureOf(secrets: readonly string[], { id, timestamp, body }: Signable): string {
  return secrets
    .map((secret) => Buffer.from(secret.slice(prefix.length), 'base64'))
    .map((key) => createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64'))
    .map((signature) => `v1,${signature}`)
    .join(' ')
}

import { get, patch, post, query, remove } from './client.ts'
import type { Instant } from './types.ts'

/** Another system that is told what happens here. */
export interface WebhookView {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly events: readonly string[]
  readonly etag: string
  readonly status: 'active' | 'paused'
  readonly pausedReason?: 'asked' | 'failing' | 'gone' | 'restored'
  readonly pausedAt?: Instant
  readonly failingSince?: Instant
  readonly catchingUp: boolean
  readonly waiting: number
  readonly abandoned: number
  readonly createdAt: Instant
}

export interface WebhooksView {
  readonly items: readonly WebhookView[]
  /** The names of all events. */
  readonly events: readonly string[]
}

export interface WebhookMessageView {
  readonly id: string
  readonly event: string
  readonly status: 'waiting' | 'sent' | 'abandoned'
  readonly attempts: number
  readonly answer?: string
  readonly nextAt?: Instant
  readonly sentAt?: Instant
}

export interface NewWebhook {
  readonly name: string
  readonly url: string
  readonly events: readonly string[]
}

export interface TestOutcome {
  readonly taken: boolean
  readonly answer: string
  readonly milliseconds: number
}

export function listWebhooks(signal?: AbortSignal): Promise<WebhooksView> {
  return get('/webhooks', signal)
}

export function createWebhook(webhook: NewWebhook): Promise<WebhookView & { readonly secret: string }> {
  return post('/webhooks', webhook)
}

/** Unless somebody else was faster. */
export function changeWebhook(
  { id, etag }: WebhookView,
  change: NewWebhook & { readonly reason: string },
): Promise<WebhookView> {
  return patch(`/webhooks/${id}`, change, etag)
}

export function testWebhook(id: string): Promise<TestOutcome> {
  return post(`/webhooks/${id}/test`)
}

export function rotateWebhook(id: string, overlapSeconds: number): Promise<{ readonly secret: string }> {
  return post(`/webhooks/${id}/secret`, { overlapSeconds })
}

export function turnWebhook(id: string, turn: 'pause' | 'resume', reason: string): Promise<WebhookView> {
  return post(`/webhooks/${id}/${turn}`, { reason })
}

export function replayWebhook(id: string, since: Instant): Promise<WebhookView> {
  return post(`/webhooks/${id}/replay`, { since })
}

export function removeWebhook(id: string, reason: string): Promise<void> {
  return remove(`/webhooks/${id}${query({ reason })}`)
}

export function listWebhookMessages(
  id: string,
  signal?: AbortSignal,
): Promise<{ readonly items: readonly WebhookMessageView[] }> {
  return get(`/webhooks/${id}/messages${query({ limit: 10 })}`, signal)
}

import { get, post, query, remove } from './client.ts'
import type { Instant } from './types.ts'

/** An application that hears when sessions end and credentials change. */
export interface StreamView {
  readonly id: string
  /** By which the application came when it made it. */
  readonly door: string
  readonly method: 'push' | 'poll'
  readonly url?: string
  readonly description?: string
  readonly status: 'enabled' | 'paused' | 'disabled'
  readonly cause: 'receiver' | 'administrator' | 'failing' | 'gone' | 'unreadable' | 'restored'
  readonly failingSince?: Instant
  readonly waiting: number
  readonly abandoned: number
  readonly createdAt: Instant
}

export async function listStreams(
  applicationId: string,
  signal?: AbortSignal,
): Promise<readonly StreamView[]> {
  const { items } = await get<{ readonly items: readonly StreamView[] }>(
    `/streams${query({ applicationId })}`,
    signal,
  )
  return items
}

export function turnStream(id: string, turn: 'pause' | 'resume', reason: string): Promise<StreamView> {
  return post(`/streams/${id}/${turn}`, { reason })
}

export function removeStream(id: string, reason: string): Promise<void> {
  return remove(`/streams/${id}${query({ reason })}`)
}

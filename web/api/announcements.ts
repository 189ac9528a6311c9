import { get, post } from './client.ts'
import type { Announcement } from './types.ts'

/** What happened to this account and was not seen in this session yet. */
export function listAnnouncements(signal?: AbortSignal): Promise<{ items: readonly Announcement[] }> {
  return get('/announcements', signal)
}

export function seeAnnouncement(id: string): Promise<void> {
  return post(`/announcements/${id}/seen`)
}

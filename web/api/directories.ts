import { get, post } from './client.ts'
import type { Instant } from './types.ts'

/** Where accounts come from besides. */
export interface DirectoryView {
  readonly id: string
  readonly type: 'ldap' | 'host'
  readonly place: string
  /** Milliseconds between two readings. */
  readonly every: number
  readonly accounts: { readonly active: number; readonly all: number }
  readonly groups: number
  readonly last?: {
    readonly beganAt: Instant
    readonly endedAt?: Instant
    readonly outcome?: 'done' | 'held' | 'failed'
  }
}

export interface DirectoryReport {
  readonly servers: readonly {
    readonly url: string
    readonly reachable: boolean
    readonly problem?: string
    readonly took: number
  }[]
  readonly people?: number
  readonly groups?: number
  readonly problems: readonly string[]
}

interface Share {
  readonly going: number
  readonly of: number
}

export interface SyncView {
  readonly outcome: 'done' | 'held' | 'previewed'
  readonly created: number
  readonly changed: number
  readonly ended: number
  readonly groups: number
  readonly removals: {
    readonly accounts: Share
    readonly groups: Share
    readonly memberships: Share
    /** Consents to just these. */
    readonly word: string
  }
  /** Names of those that end, not all where they are many. */
  readonly ending: readonly string[]
  readonly leftOut: readonly { readonly name: string; readonly because: string }[]
}

export interface SyncInput {
  readonly preview?: boolean
  readonly consent?: string
  readonly reason?: string
}

export function listDirectories(signal?: AbortSignal): Promise<{ readonly items: readonly DirectoryView[] }> {
  return get('/directories', signal)
}

/** Asks its servers now; changes nothing. */
export function checkDirectory(id: string): Promise<DirectoryReport> {
  return post(`/directories/${id}/check`)
}

export function syncDirectory(id: string, input: SyncInput): Promise<SyncView> {
  return post(`/directories/${id}/sync`, input)
}

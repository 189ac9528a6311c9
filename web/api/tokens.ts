import { get, post, query } from './client.ts'
import type { Describe, Instant, Page } from './types.ts'

/** A token that belongs to nobody yet. */
export interface TokenView {
  readonly id: string
  readonly factor: string
  readonly handle: string
  readonly label: string
  readonly createdAt: Instant
  readonly expiresAt?: Instant
  readonly reservedFor?: { readonly id: string; readonly name: string }
  readonly describe: Describe
}

/** A kind of file that tokens come in. */
export interface ImporterView {
  readonly factor: string
  readonly importer: string
  readonly title: string
  /** A JSON Schema of what is asked for besides the file. */
  readonly options: {
    readonly properties?: Readonly<Record<string, { readonly description?: string; readonly type?: string }>>
    readonly required?: readonly string[]
  }
}

/** What a file brings, or would. */
export interface BroughtView {
  readonly importer: string
  readonly entries: number
  readonly first: readonly { readonly handle: string; readonly label: string }[]
  readonly problems: readonly { readonly where: string; readonly reason: string; readonly remedy: string }[]
}

export interface TokenFilter {
  readonly factor: string
  readonly begins?: string | undefined
  readonly cursor?: string | undefined
}

export function listTokens(filter: TokenFilter, signal?: AbortSignal): Promise<Page<TokenView>> {
  return get(`/tokens${query({ ...filter })}`, signal)
}

export function listImporters(signal?: AbortSignal): Promise<{ items: readonly ImporterView[] }> {
  return get('/tokens/importers', signal)
}

export function bringTokens(input: {
  factor: string
  importer?: string
  file: string
  options: Readonly<Record<string, unknown>>
  preview: boolean
}): Promise<BroughtView> {
  return post('/tokens/imports', input)
}

export function assignToken(id: string, input: { accountId: string; reason: string }): Promise<void> {
  return post(`/tokens/${id}/assign`, input)
}

/** Puts it aside for nobody, or takes it out of the pool for good. */
export function changeToken(id: string, act: 'release' | 'retire', reason: string): Promise<void> {
  return post(`/tokens/${id}/${act}`, { reason })
}

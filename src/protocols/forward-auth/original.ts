import type { IncomingHttpHeaders } from 'node:http'
import type { ProxyKind } from './settings.ts'

/** What was asked of the site, as its proxy tells it. */
export interface Original {
  readonly method: string
  /** Path and query, as they were sent. */
  readonly target: string
  /** Somebody looks at a page, so that they can be sent to ours; a script is only told no. */
  readonly navigates: boolean
  /** The address that the proxy was asked from. */
  readonly source: string | undefined
}

interface Dialect {
  readonly method: string
  readonly target: string
  /** Where the path is that of the very request to us, behind this. */
  readonly behind?: RegExp
}

/** One header each, which the proxy sets itself whatever came: no other is ever read (R4). */
const dialects: Readonly<Record<ProxyKind, Dialect>> = {
  nginx: { method: 'x-original-method', target: 'x-original-uri' },
  haproxy: { method: 'x-original-method', target: 'x-original-uri' },
  traefik: { method: 'x-forwarded-method', target: 'x-forwarded-uri' },
  caddy: { method: 'x-forwarded-method', target: 'x-forwarded-uri' },
  envoy: { method: ':method', target: ':path', behind: /^\/forward-auth\/sites\/[^/]+\/check(?=\/|$)/ },
}

/** Undefined where the proxy does not say what was asked: it is not set up right, and nobody is let in (G6). */
export function originalOf(
  kind: ProxyKind,
  request: { readonly headers: IncomingHttpHeaders; readonly method: string; readonly url: string },
): Original | undefined {
  const { behind, ...names } = dialects[kind]
  const method = behind ? request.method : one(request.headers, names.method)
  const target = behind ? request.url.replace(behind, '') : one(request.headers, names.target)
  if (!method || !target?.startsWith('/')) return undefined
  return { method, target, navigates: navigates(method, request.headers), source: sourceOf(request.headers) }
}

/** Twice the same header is none: two readers might each take another of them. */
function one(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' && !value.includes(', /') ? value : undefined
}

function navigates(method: string, headers: IncomingHttpHeaders): boolean {
  if (method !== 'GET') return false
  const mode = headers['sec-fetch-mode']
  if (mode !== undefined) return mode === 'navigate'
  return headers.accept?.includes('text/html') ?? false
}

/** The last one: what stands before it came from whoever asked. */
function sourceOf(headers: IncomingHttpHeaders): string | undefined {
  return one(headers, 'x-forwarded-for')?.split(',').at(-1)?.trim()
}

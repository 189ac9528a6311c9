import { errorCode } from '../../kernel/error-code.ts'
import type { SendOutcome } from '../transport.ts'

/** One request to a gateway. */
export interface GatewayCall {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Milliseconds; ten seconds unless told. */
  readonly patience?: number
}

/** What came back, at most 64 KiB of it. */
export interface GatewayAnswer {
  readonly status: number
  readonly text: string
}

const usualPatience = 10_000
const largestAnswer = 64 * 1024

/**
 * Calls a gateway: over TLS unless it is on loopback, no redirect followed, time and answer bounded (ASVS 13.2.4).
 * Undefined where it could not be reached, or answered longer than we read.
 */
export async function callGateway(
  send: typeof fetch,
  call: GatewayCall,
): Promise<GatewayAnswer | { readonly failed: string }> {
  const { url, method, headers, body, patience = usualPatience } = call
  if (!isSafe(url)) return { failed: 'insecure-url' }
  try {
    const response = await send(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
      ...(body === undefined ? {} : { body }),
    })
    return { status: response.status, text: await textOf(response) }
  } catch (error) {
    return { failed: codeOf(error) }
  }
}

/** An answer that is none, as an outcome: the gateway is out. */
export function unreachable(detail: string): SendOutcome {
  return { sent: false, failure: 'unreachable', detail: detail.slice(0, 40) }
}

/**
 * What a refusal by status means: the keys, the funds and the server are the gateway's business, and another gateway
 * may do better; 429 is this moment's; the rest is this message's.
 */
export function refusedBy(status: number, detail: string): SendOutcome {
  const shown = `${status} ${detail}`.trim().slice(0, 40)
  const itsOwn = status < 200 || status >= 500 || (status >= 300 && status < 400)
  if (itsOwn || [401, 402, 403, 404, 405, 407].includes(status)) return unreachable(shown)
  const failure = status === 408 || status === 429 ? 'deferred' : 'rejected'
  return { sent: false, failure, detail: shown }
}

/** JSON of an answer; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether what is sent there cannot be read on the way. */
export function isSafe(url: string): boolean {
  const parsed = URL.parse(url)
  if (!parsed) return false
  if (parsed.protocol === 'https:') return true
  return parsed.protocol === 'http:' && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(parsed.hostname)
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > largestAnswer) throw new RangeError('too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** `ECONNREFUSED`, `timeout`: a code, never a text that may quote what was sent. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.name === 'TimeoutError') return 'timeout'
  return errorCode(error.cause) ?? error.name
}

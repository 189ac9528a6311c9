import { noAnswer, offline, type Problem, readProblem } from './problem.ts'
import { learnTime } from './server-time.ts'

const root = '/api/v1'

/** Proves to the server that our own page asks; kept in memory only, fresh with each `GET /portal`. */
let csrf: string | undefined

/** Remembers the token of `GET /portal` for the requests that change something. */
export function rememberCsrf(token: string): void {
  csrf = token
}

/** So long a page waits for what it reads, in milliseconds; for what is reckoned over all accounts longer. */
const patience = 30_000
export const longPatience = 180_000

/** Reads a resource. */
export function get<Answer>(path: string, signal?: AbortSignal, wait = patience): Promise<Answer> {
  const ends = AbortSignal.timeout(wait)
  return send<Answer>('GET', path, { signal: signal === undefined ? ends : AbortSignal.any([signal, ends]) })
}

/** Asks for a change. Sent exactly once: a proof must never be repeated by a machine. */
export function post<Answer>(path: string, body: unknown = {}): Promise<Answer> {
  return send<Answer>('POST', path, { body })
}

/** Changes fields of a resource; `etag` refuses the change when someone else was faster. */
export function patch<Answer>(path: string, body: unknown, etag?: string): Promise<Answer> {
  return send<Answer>('PATCH', path, etag === undefined ? { body } : { body, etag })
}

/** Removes a resource; some ask for what is told of it. */
export function remove<Answer = void>(path: string, body?: unknown): Promise<Answer> {
  return send<Answer>('DELETE', path, body === undefined ? {} : { body })
}

/** `?a=1&b=2` from what is set; empty values are left out. */
export function query(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

interface Extras {
  readonly body?: unknown
  readonly etag?: string
  readonly signal?: AbortSignal
}

async function send<Answer>(method: string, path: string, extras: Extras): Promise<Answer> {
  const response = await reach(`${root}${path}`, {
    method,
    headers: headersOf(method, extras),
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'error',
    ...(extras.body === undefined ? {} : { body: JSON.stringify(extras.body) }),
    ...(extras.signal === undefined ? {} : { signal: extras.signal }),
  })
  if (!response.ok) throw await refusal(response)
  if (response.status === 204) return undefined as Answer
  return (await response.json()) as Answer
}

/** Reads a refusal. A token that the server does not know any more is renewed; the person presses again. */
async function refusal(response: Response): Promise<Problem> {
  const problem = await readProblem(response)
  if (problem.code === 'csrf.refused') rememberCsrf((await get<{ csrf: string }>('/portal')).csrf)
  return problem
}

function headersOf(method: string, extras: Extras): Headers {
  const headers = new Headers({ accept: 'application/json' })
  if (extras.body !== undefined) headers.set('content-type', 'application/json')
  if (extras.etag !== undefined) headers.set('if-match', extras.etag)
  if (method !== 'GET' && csrf !== undefined) headers.set('x-sallyport-csrf', csrf)
  return headers
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, init)
    const told = Date.parse(response.headers.get('date') ?? '')
    if (!Number.isNaN(told)) learnTime(told)
    return response
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown
    throw thrown instanceof DOMException && thrown.name === 'TimeoutError' ? noAnswer() : offline()
  }
}

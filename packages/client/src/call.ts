import { SallyportError, tooSlow, unexpected, unreachable } from './errors.ts'

export interface CallOptions {
  /** Where the server is: `https://mfa.example.com`. */
  readonly url: string
  /** Of the application: `spk_…`. */
  readonly key: string
  /** Milliseconds for one call, all its tries and pauses together; 5000 unless told. */
  readonly timeout?: number
  /** How often a call is tried again that may be: 2 unless told. */
  readonly retries?: number
  readonly fetch?: typeof fetch
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below `/api/v1`. */
  readonly path: string
  readonly body?: object
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  /** The secret of an attempt. */
  readonly attempt?: string
  /** Makes a repetition the same act. */
  readonly idempotencyKey?: string
  /**
   * Whether sending it twice comes to the same. What judges a proof or spends a code never does: a second try could
   * be refused where the first one counted.
   */
  readonly repeatable: boolean
}

export type Call = (request: Request) => Promise<unknown>

const usualTimeout = 5000
const usualRetries = 2
const firstPause = 100
const longestPause = 1000

/** One way to the server: every call is bounded in time, and anything but a plain success is thrown. */
export function callOf(options: CallOptions): Call {
  const { timeout = usualTimeout, retries = usualRetries } = options
  return async (request) => {
    const until = Date.now() + timeout
    for (let nth = 0; ; nth++) {
      try {
        return await once(options, request, until, timeout)
      } catch (error) {
        const pause = Math.random() * Math.min(longestPause, firstPause * 2 ** nth)
        const again = request.repeatable && nth < retries && isPassing(error) && Date.now() + pause < until
        if (!again) throw error
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }
}

async function once(
  options: CallOptions,
  request: Request,
  until: number,
  timeout: number,
): Promise<unknown> {
  const send = options.fetch ?? fetch
  const signal = AbortSignal.timeout(Math.max(1, until - Date.now()))
  try {
    const response = await send(addressOf(options.url, request), {
      method: request.method,
      headers: headersOf(options.key, request),
      // Credentials go to the server that was named, and to none that it names.
      redirect: 'error',
      signal,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    })
    return await answerOf(response)
  } catch (error) {
    if (error instanceof SallyportError) throw error
    throw signal.aborted ? tooSlow(timeout) : unreachable(error)
  }
}

function addressOf(base: string, { path, query = {} }: Request): string {
  const url = new URL(`${base.replace(/(?<!\/)\/+$/, '')}/api/v1${path}`)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value))
  return url.href
}

function headersOf(key: string, { body, attempt, idempotencyKey }: Request): Record<string, string> {
  return {
    accept: 'application/json',
    authorization: `Bearer ${key}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(attempt === undefined ? {} : { 'sallyport-attempt': attempt }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
  }
}

async function answerOf(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined
  const body = await jsonOf(response)
  if (response.ok) return body
  throw problemOf(response, body)
}

async function jsonOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const text = await response.text()
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>
  } catch {
    // Not JSON: said below.
  }
  throw unexpected(response.status)
}

/** RFC 9457. */
function problemOf(
  { status, headers }: Response,
  { code, detail, details }: Readonly<Record<string, unknown>>,
) {
  if (typeof code !== 'string') return unexpected(status)
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return new SallyportError(code, typeof detail === 'string' ? detail : code, {
    status,
    retryAfter: Number.isFinite(seconds) ? seconds : undefined,
    details: typeof details === 'object' && details !== null ? (details as Record<string, unknown>) : {},
  })
}

/** What may have passed a moment later. A time-out has used the time up. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof SallyportError)) return false
  return error.code === 'unreachable' || error.status === 502 || error.status === 503 || error.status === 504
}

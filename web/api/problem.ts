/** What is wrong with one field of a request, or with one password. */
export interface ProblemNotice {
  readonly id: string
  /** Its sentence, where the server has filled it in. */
  readonly text?: string
  readonly values?: Readonly<Record<string, string | number>>
}

/** What is wrong with a field; the path as the server names it: `headers.user`, `redirectUris.0`. */
export interface Issue {
  readonly path: string
  readonly message: string
}

/** What a problem may carry besides its sentence; every field depends on the code. */
export interface ProblemDetails {
  readonly retryAfter?: number
  readonly notices?: readonly ProblemNotice[]
  readonly score?: number
  /** The server's time. */
  readonly at?: number
  readonly issues?: readonly Issue[]
}

/** A refusal of the server: RFC 9457 with our stable `code`, or `offline` when there was no answer at all. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly details: ProblemDetails
  /** Seconds to wait before another try. */
  readonly retryAfter: number | undefined

  constructor(input: {
    code: string
    status: number
    text: string
    details?: ProblemDetails
    retryAfter?: number
  }) {
    super(input.text)
    this.name = 'Problem'
    this.code = input.code
    this.status = input.status
    this.details = input.details ?? {}
    this.retryAfter = input.retryAfter ?? this.details.retryAfter
  }
}

/** The problem inside anything that was thrown; a fault of our own becomes `unexpected`. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  return new Problem({ code: 'unexpected', status: 0, text: 'Something went wrong on this page.' })
}

/** True when the server is away or too busy: the same request may work in a moment. */
export function isUnavailable(problem: Problem): boolean {
  return (
    problem.code === 'offline' || problem.status === 502 || problem.status === 503 || problem.status === 504
  )
}

/** True when the server has judged: the same request would be refused again. */
export function isFinal({ status }: Problem): boolean {
  return status >= 400 && status < 500
}

/** Reads a refused response; a body that is no problem document still yields a usable one. */
export async function readProblem(response: Response): Promise<Problem> {
  const body = await readJson(response)
  const retryAfter =
    numberOf(body.retryAfter) ?? numberOf(Number(response.headers.get('retry-after') ?? Number.NaN))
  return new Problem({
    code: typeof body.code === 'string' ? body.code : `http.${response.status}`,
    status: response.status,
    text: typeof body.detail === 'string' ? body.detail : response.statusText,
    ...(isRecord(body.details) ? { details: body.details as ProblemDetails } : {}),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  })
}

/** No answer came: cable, proxy or server. */
export function offline(): Problem {
  return new Problem({ code: 'offline', status: 0, text: 'The server did not answer.' })
}

/** The server has the question, and does not answer in time. */
export function noAnswer(): Problem {
  return new Problem({ code: 'no-answer', status: 0, text: 'The server took too long to answer.' })
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json()
    return isRecord(body) ? body : {}
  } catch {
    return {}
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined
}

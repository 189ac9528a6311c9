import { z } from 'zod'
import { errorCode } from '../../kernel/error-code.ts'
import { type ErrorKind, SallyportError } from '../../kernel/errors.ts'
import { answerUnlike, keyRefused, notTrusted, serverOlder, unreachable } from './errors.ts'
import type { Remote } from './remote.ts'

/** One request of the API. */
export interface Asked<Answer> {
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | undefined>>
  /** Makes it a POST, unless another method is told. */
  readonly body?: object
  readonly method?: 'PATCH' | 'DELETE'
  readonly answer: z.ZodType<Answer>
}

export type Rest = <Answer>(asked: Asked<Answer>) => Promise<Answer>

/** Files of tokens take a while; nothing else does. */
const patience = 120_000

/** Speaks to the API of an installation elsewhere. A redirect is not followed: the key goes nowhere else. */
export function openRest({ api, key }: Remote, send: typeof fetch): Rest {
  return async ({ path, query, body, method = body === undefined ? 'GET' : 'POST', answer }) => {
    const url = new URL(path, api)
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== undefined) url.searchParams.set(name, String(value))
    const { status, text } = await exchange(send, url, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (status >= 400) throw refusalOf(url.host, status, jsonOf(text))
    const parsed = answer.safeParse(status === 204 ? undefined : jsonOf(text))
    if (status >= 300 || !parsed.success) throw answerUnlike(url.host)
    return parsed.data
  }
}

async function exchange(send: typeof fetch, url: URL, request: RequestInit) {
  try {
    const limits = { redirect: 'manual', signal: AbortSignal.timeout(patience) } as const
    const response = await send(url, { ...request, ...limits })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    const reason = causeOf(error)
    throw /CERT|SIGNATURE|TLS|SSL/.test(reason) ? notTrusted(url.host, reason) : unreachable(url.host, error)
  }
}

/** The code that the platform gives beneath its "fetch failed". */
function causeOf(error: unknown): string {
  return errorCode(error instanceof Error ? error.cause : undefined) ?? ''
}

const problem = z.object({
  code: z.string().regex(/^[a-z0-9.-]{1,80}$/),
  detail: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
})

const kinds: Readonly<Record<number, ErrorKind>> = {
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  410: 'gone',
  429: 'too-many',
  503: 'unavailable',
}

/** The refusal as the server said it, so that it reads like one of this machine. */
function refusalOf(host: string, status: number, body: unknown): SallyportError {
  const told = problem.safeParse(body)
  if (!told.success) return answerUnlike(host)
  const { code, detail, details } = told.data
  if (code === 'api-key.required') return keyRefused(host)
  if (code === 'route.not-found' || code === 'route.method') return serverOlder(host)
  const kind = kinds[status] ?? (status < 500 ? 'invalid' : 'internal')
  return new SallyportError(kind, code, detail, details ? { details } : {})
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

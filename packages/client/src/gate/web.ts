import { misused } from '../errors.ts'
import { createGate, type Gate } from './gate.ts'
import { type GateOptions, gateConfig } from './options.ts'
import { type Seen, visitOf } from './seen.ts'
import type { Outcome, Visit } from './visit.ts'

/** A gate over the standard `Request` and `Response`. */
export interface WebGate<Asked> {
  readonly gate: Gate
  open(asked: Asked, request: Request): { readonly visit: Visit; readonly cookies: readonly string[] }
}

export function webGate<Asked>(options: GateOptions<Asked>): WebGate<Asked> {
  if ((options.keep ?? 'cookie') === 'cookie' && !options.key)
    throw misused('A signed cookie needs `key`: say where else a sign-in is kept by `keep`.')
  return {
    gate: createGate(gateConfig(options)),
    open(asked, request) {
      const cookies: string[] = []
      return { visit: visitOf(options, asked, seenOf(request, cookies)), cookies }
    },
  }
}

function seenOf({ url, method, headers }: Request, cookies: string[]): Seen {
  const { pathname, search } = new URL(url)
  return {
    method,
    target: `${pathname}${search}`,
    header: (name) => headers.get(name) ?? undefined,
    // Who is at the other end, each platform says otherwise, and some headers say what they like.
    ip: undefined,
    session: () => undefined,
    cookies: { header: headers.get('cookie') ?? undefined, set: (line) => cookies.push(line) },
    keeps: 'cookie',
  }
}

export function toResponse(
  { status, headers, body }: Extract<Outcome, { state: 'answered' }>,
  cookies: readonly string[],
): Response {
  const response = new Response(body === '' ? null : body, { status, headers: { ...headers } })
  for (const line of cookies) response.headers.append('set-cookie', line)
  return response
}

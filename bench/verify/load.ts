import type { Dispatcher } from 'undici'
import { answerWith } from '../kit/child.ts'
import { fire, type VolleyResult } from '../kit/volley.ts'
import { codeOf, hasFreshCode, nameOf, wrongCodeOf } from './people.ts'
import { rivalCookie, rivalOrigin } from './rival.ts'

/** One turn: as many requests as fit into its time, each for another person. */
export interface Turn {
  readonly api: 'ours' | 'rival'
  readonly port: number
  readonly authorization: string
  readonly codes: 'right' | 'wrong'
  /** The numbers of those who sign in, in this order. */
  readonly people: readonly number[]
  /** Milliseconds by which the server's clock is ahead. */
  readonly shift: number
  readonly milliseconds: number
}

answerWith<Turn, VolleyResult>((turn) => {
  const wanted = wantedOf(turn)
  const { port, milliseconds } = turn
  return fire({
    port,
    milliseconds,
    requests: requestsOf(turn),
    isExpected: (_, text) => text.startsWith(wanted),
  })
})

function wantedOf({ api, codes }: Turn): string {
  return api === 'rival' ? '{"token":' : `{"accepted":${codes === 'right'}`
}

function requestsOf({
  api,
  people,
  codes,
  authorization,
  shift,
}: Turn): readonly Dispatcher.RequestOptions[] {
  const at = Date.now() + shift
  const json = { 'content-type': 'application/json' }
  const able = codes === 'right' ? people.filter((person) => hasFreshCode(person, at)) : people
  return able.map((person) => {
    const code = codes === 'right' ? codeOf(person, at) : wrongCodeOf(person, at)
    if (api === 'rival') {
      const headers = { ...json, cookie: rivalCookie(person), origin: rivalOrigin }
      const path = '/api/auth/two-factor/verify-totp'
      return { method: 'POST', path, headers, body: JSON.stringify({ code }) }
    }
    const body = JSON.stringify({ account: nameOf(person), code })
    return { method: 'POST', path: '/api/v1/verify', headers: { ...json, authorization }, body }
  })
}

import { type Dispatcher, Pool } from 'undici'
import { answerWith } from '../kit/child.ts'
import { codeOf, nameOf, wrongCodeOf } from './people.ts'
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

export interface TurnResult {
  readonly done: number
  /** Answers that were not the expected ones: a figure with any is none. */
  readonly unexpected: readonly string[]
  readonly seconds: number
  /** Milliseconds that each answer took. */
  readonly latencies: Float64Array
}

const connections = 64

/** Makes all requests first, so that the time belongs to the server. */
answerWith<Turn, TurnResult>(async (turn) => {
  const requests = requestsOf(turn)
  const pool = new Pool(`http://127.0.0.1:${turn.port}`, { connections, pipelining: 1 })
  const wanted = wantedOf(turn)
  const latencies: number[] = []
  const unexpected: string[] = []
  let next = 0
  const start = performance.now()

  async function work(): Promise<void> {
    for (let request = requests[next++]; request; request = requests[next++]) {
      const sent = performance.now()
      if (sent - start >= turn.milliseconds) return
      const answer = await pool.request(request)
      const text = await answer.body.text()
      latencies.push(performance.now() - sent)
      if (!text.startsWith(wanted)) unexpected.push(`${answer.statusCode} ${text}`.slice(0, 200))
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  const seconds = (performance.now() - start) / 1000
  await pool.close()
  const done = latencies.length
  return { done, unexpected: unexpected.slice(0, 3), seconds, latencies: Float64Array.from(latencies) }
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
  return people.map((person) => {
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

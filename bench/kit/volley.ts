import { type Dispatcher, Pool } from 'undici'

/** Requests to one server on loopback, made beforehand so that the time belongs to the server. */
export interface Volley {
  readonly port: number
  readonly requests: readonly Dispatcher.RequestOptions[]
  /** After which no more is sent. */
  readonly milliseconds: number
  isExpected(status: number, text: string): boolean
}

export interface VolleyResult {
  readonly done: number
  /** Answers that were not the expected ones: a figure with any is none. */
  readonly unexpected: readonly string[]
  readonly seconds: number
  /** Milliseconds that each answer took. */
  readonly latencies: Float64Array
}

const connections = 64

/** Sends them on 64 connections, each of which waits for an answer before it sends again. */
export async function fire({ port, requests, milliseconds, isExpected }: Volley): Promise<VolleyResult> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 })
  const latencies: number[] = []
  const unexpected: string[] = []
  let next = 0
  const start = performance.now()

  async function work(): Promise<void> {
    for (let request = requests[next++]; request; request = requests[next++]) {
      const sent = performance.now()
      if (sent - start >= milliseconds) return
      const answer = await pool.request(request)
      const text = await answer.body.text()
      latencies.push(performance.now() - sent)
      if (!isExpected(answer.statusCode, text)) unexpected.push(`${answer.statusCode} ${text}`.slice(0, 200))
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  const seconds = (performance.now() - start) / 1000
  await pool.close()
  const done = latencies.length
  return { done, unexpected: unexpected.slice(0, 3), seconds, latencies: Float64Array.from(latencies) }
}

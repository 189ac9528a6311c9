import type { Outbound } from '../delivery/index.ts'
import { errorCode } from '../kernel/error-code.ts'

/** Milliseconds that the other side has to say that it took a message. */
const patience = 15_000

export interface Posting {
  readonly url: string
  /** Besides those that every message has. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What came of it. `answer` is for people: `204`, `503`, `timeout`, `ECONNREFUSED`. */
export interface PostOutcome {
  readonly taken: boolean
  readonly answer: string
  /** The other side is out or overwhelmed, whatever the message: leave it alone for a while. */
  readonly rest: boolean
  /** 410: it will never come back. */
  readonly gone: boolean
}

/** Posts one message, once, and follows nothing. Only 2xx is a yes. */
export async function post(outbound: Outbound, { url, headers, body }: Posting): Promise<PostOutcome> {
  try {
    const { status } = await outbound(url, {
      method: 'POST',
      headers: {
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'Sallyport',
        ...headers,
      },
      body,
      signal: AbortSignal.timeout(patience),
    })
    const taken = status >= 200 && status < 300
    return { taken, answer: String(status), rest: status >= 500 || status === 429, gone: status === 410 }
  } catch (error) {
    return { taken: false, answer: wordFor(error), rest: true, gone: false }
  }
}

function wordFor(error: unknown): string {
  if (!(error instanceof Error)) return 'unreachable'
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'timeout'
  return errorCode(error) ?? error.message.slice(0, 100)
}

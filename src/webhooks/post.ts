import type { Outbound } from '../delivery/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { signatureOf } from './secret.ts'

/** Milliseconds that the other side has to say that it took a message. */
const patience = 15_000

export interface Posting {
  readonly url: string
  /** The newest first; several while one takes the place of another. */
  readonly secrets: readonly string[]
  readonly id: string
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
export async function post(
  { clock, outbound }: { readonly clock: Clock; readonly outbound: Outbound },
  { url, secrets, id, body }: Posting,
): Promise<PostOutcome> {
  const timestamp = Math.floor(clock.now() / 1000)
  try {
    const { status } = await outbound(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'Sallyport',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signatureOf(secrets, { id, timestamp, body }),
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
  const { code } = error as NodeJS.ErrnoException
  return typeof code === 'string' ? code : error.message.slice(0, 100)
}

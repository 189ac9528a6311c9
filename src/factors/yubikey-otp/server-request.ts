import type { FactorHost } from '../factor.ts'
import { nothing, readAnswer, type ServerAnswer } from './server-answer.ts'
import { signatureOf } from './server-signature.ts'

/** The validation servers of an installation. */
export interface Servers {
  readonly urls: readonly string[]
  readonly clientId: string
  readonly secret: Uint8Array
  /** Milliseconds. */
  readonly timeout: number
  readonly sync: 'fast' | 'secure'
}

interface Question {
  readonly servers: Servers
  readonly url: string
  readonly otp: string
  /** The same for all servers that are asked together: so they know one another's question from a replay. */
  readonly nonce: string
  readonly signal: AbortSignal
}

const longestAnswer = 4096

/** Asks one server. Whatever goes wrong is no answer, with a name for the log; nothing throws. */
export async function askServer(fetch: FactorHost['fetch'], question: Question): Promise<ServerAnswer> {
  const { servers, otp, nonce, signal } = question
  try {
    const response = await fetch(addressOf(question), {
      redirect: 'error',
      signal,
      headers: { accept: 'text/plain', 'user-agent': 'sallyport' },
    })
    if (response.status !== 200) return nothing(`http-${response.status}`)
    const text = await readShort(response)
    return text === undefined ? nothing('too-long') : readAnswer(text, { otp, nonce, secret: servers.secret })
  } catch {
    return nothing(signal.aborted ? 'no-answer-in-time' : 'unreachable')
  }
}

function addressOf({ servers, url, otp, nonce }: Question): URL {
  const fields = {
    id: servers.clientId,
    nonce,
    otp,
    sl: servers.sync,
    timeout: String(Math.max(1, Math.floor(servers.timeout / 1000) - 1)),
    timestamp: '1',
  }
  const address = new URL(url)
  const h = Buffer.from(signatureOf(fields, servers.secret)).toString('base64')
  address.search = new URLSearchParams({ ...fields, h }).toString()
  return address
}

/** Undefined where it is longer than any answer of the protocol. */
async function readShort(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > longestAnswer) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

import type { FactorHost } from '../factor.ts'
import type { YubikeyConfig } from './config.ts'
import type { Judgement } from './judge-own.ts'
import type { ServerAnswer } from './server-answer.ts'
import { askServer, type Servers } from './server-request.ts'

type Host = Pick<FactorHost, 'clock' | 'random' | 'fetch' | 'logger'>
type Definite = Exclude<ServerAnswer, { readonly says: 'nothing' }>

/** Asks what an OTP is worth whose key's secret is not here. */
export type AskServers = (otp: string, last: bigint | undefined) => Promise<Judgement>

const remembered = 10_000
const mostRemembered = 1000

/** Undefined where no servers are configured. */
export function createAskServers({ servers }: YubikeyConfig, host: Host): AskServers | undefined {
  const { urls, clientId, secret, timeout, sync } = servers
  if (urls.length === 0 || clientId === undefined || secret === undefined) return undefined
  const known: Servers = {
    urls,
    clientId,
    secret: Buffer.from(secret, 'base64'),
    timeout: timeout * 1000,
    sync,
  }
  const ask = askOnce(host, (otp) => askAll(known, host, otp))
  return async (otp, last) => judgementOf(await ask(otp), last)
}

/** The replay mark is ours all the same: what was accepted here once is spent here, whatever a server says (G1). */
function judgementOf(answer: Definite | undefined, last: bigint | undefined): Judgement {
  if (answer === undefined) return { touch: 'unjudged' }
  if (answer.says !== 'right') return { touch: answer.says }
  const { counter } = answer
  return last !== undefined && counter <= last ? { touch: 'spent' } : { touch: 'right', counter }
}

/** All at once; the first that judges decides, and the others are left. Undefined where none does in time. */
async function askAll(servers: Servers, host: Host, otp: string): Promise<Definite | undefined> {
  const nonce = Buffer.from(host.random.bytes(16)).toString('hex')
  const decided = new AbortController()
  const signal = AbortSignal.any([decided.signal, AbortSignal.timeout(servers.timeout)])
  const asked = servers.urls.map(async (url) => {
    const answer = await askServer(host.fetch, { servers, url, otp, nonce, signal })
    if (answer.says !== 'nothing') return answer
    if (!decided.signal.aborted) tellOperator(host, url, answer.because)
    throw new Error(answer.because)
  })
  const first = await Promise.any(asked).catch(() => undefined)
  decided.abort()
  return first
}

/**
 * Servers judge an OTP once; we may have to judge it again, when somebody else booked first (R6). What they said is
 * therefore kept for a moment. It is no acceptance: our own counter lets one of all who ask book it.
 */
function askOnce(host: Host, ask: (otp: string) => Promise<Definite | undefined>): typeof ask {
  const answers = new Map<string, { readonly answer: ReturnType<typeof ask>; readonly until: number }>()

  function forget(now: number): void {
    const surplus = answers.size - mostRemembered
    for (const [index, [otp, { until }]] of [...answers].entries())
      if (until <= now || index <= surplus) answers.delete(otp)
  }

  return (otp) => {
    const now = host.clock.monotonic()
    forget(now)
    const known = answers.get(otp)
    if (known) return known.answer
    const answer = ask(otp).then((definite) => {
      if (!definite) answers.delete(otp)
      return definite
    })
    answers.set(otp, { answer, until: now + remembered })
    return answer
  }
}

function tellOperator(host: Host, url: string, because: string): void {
  host.logger.warn(
    { server: new URL(url).host, because },
    'A validation server of YubiKeys gave no answer that counts.',
  )
}

import type { Explained, Finding } from '../applications/index.ts'
import { longestAnswer, type Outbound, OutboundRefusal, openOutbound, placeOf } from '../delivery/index.ts'
import { errorCode } from '../kernel/error-code.ts'

/**
 * Why there is no answer. `refused`: we do not call there, so nothing is known of it. `unread`: somebody is there, and
 * says more than we read.
 */
export interface Fault extends Explained {
  readonly refused?: true
  readonly unread?: true
}

/** What came of asking an address: an answer, or in words why there is none. */
export type Reached =
  | { readonly response: Response; readonly fault?: undefined }
  | { readonly response?: undefined; readonly fault: Fault }

/** Milliseconds in which anybody answers who is there. */
const patience = 5_000

/**
 * The way to the addresses of applications and to our own, which stands in the configuration and may be anywhere. It
 * follows nothing: a redirect is an answer.
 */
export function reachFor(baseUrl: string): Outbound {
  return openOutbound([placeOf(new URL(baseUrl))])
}

/** Asks in bounded time, and never throws. */
export async function reached(reach: Outbound, url: string, request: RequestInit = {}): Promise<Reached> {
  try {
    return { response: await reach(url, { ...request, signal: AbortSignal.timeout(patience) }) }
  } catch (error) {
    return { fault: faultOf(new URL(url), error) }
  }
}

/** What is found where nobody has answered. `otherwise`: what to do where the fault does not say. */
export function unreached(check: string, fault: Fault, otherwise?: string): Finding {
  const { says, remedy = otherwise, refused } = fault
  const outcome = refused ? 'unknown' : 'bad'
  return { check, outcome, says, ...(remedy === undefined ? {} : { remedy }) }
}

function faultOf(url: URL, error: unknown): Fault {
  if (error instanceof OutboundRefusal) return refusedByUs(url, error)
  const code = errorCode(error) ?? ''
  const { host } = url
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { says: `No name server that we ask knows ${host}.`, remedy: 'Look for a mistyped name.' }
  if (code === 'ECONNREFUSED')
    return { says: `Nothing listens at ${host}.`, remedy: 'Start it, or open its port to this machine.' }
  if (/^CERT_|CERT|SIGNATURE|ISSUER/.test(code))
    return {
      says: `The certificate of ${host} is not trusted here (${code}).`,
      remedy: 'Renew it, or give this machine its authority by NODE_EXTRA_CA_CERTS.',
    }
  if (/^(ERR_SSL|EPROTO)/.test(code))
    return { says: `${host} does not speak TLS as we do (${code}).`, remedy: 'Look at its port and TLS.' }
  if (isTimeout(error))
    return {
      says: `${host} did not answer within ${patience / 1000} seconds.`,
      remedy: 'Look for a firewall between it and this machine.',
    }
  return { says: `${host} could not be asked${code === '' ? '' : ` (${code})`}.` }
}

function refusedByUs({ host, protocol }: URL, { refused }: OutboundRefusal): Fault {
  if (refused === 'length')
    return { unread: true, says: `${host} answered with more than ${longestAnswer / 1024} KiB.` }
  return {
    refused: true,
    says:
      protocol === 'https:'
        ? `${host} is this machine or the wire beside it, and is not called from here.`
        : `${host} is asked without TLS, and is not called from here.`,
    remedy: 'Open it in a browser of your own.',
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')
}

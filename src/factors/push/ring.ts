import type { Candidate, FactorHost, Learned } from '../factor.ts'
import { type Call, type CallRequest, callFor } from './call.ts'
import { callApp, type Webhook } from './call-app.ts'
import { callBrowser } from './call-browser.ts'
import type { PushConfig } from './config.ts'
import { usableReach } from './reach.ts'
import type { PushData, PushExpected, Reach } from './schema.ts'
import type { Vapid } from './vapid.ts'

/** Milliseconds for a push service to take a call. */
const patience = 10_000

interface RingDeps extends Pick<FactorHost, 'random' | 'fetch' | 'logger'> {
  readonly config: Pick<PushConfig, 'webhook' | 'services' | 'lifetime'>
  readonly vapid: () => Vapid
}

/**
 * Makes phones ring, all at once. One that cannot be reached looks by itself when its owner opens it; so nothing is
 * tried again, and nothing throws. Whose address is gone is told, without it: nobody is called there twice (RFC 8030 §7.3).
 */
export async function ringPhones(
  deps: RingDeps,
  {
    candidates,
    expected,
    at,
  }: {
    readonly candidates: readonly Candidate<PushData>[]
    readonly expected: PushExpected
    readonly at: number
  },
): Promise<readonly Learned<PushData>[]> {
  const call = callFor(expected, at, deps.config.lifetime)
  const rung = await Promise.all(
    candidates.map(async ({ id, data: { key, reach } }) => {
      const usable = usableReach(deps.config, reach)
      const gone = usable !== undefined && (await ring(deps, usable, call)) === 'gone'
      return gone ? [{ authenticatorId: id, data: { key, toldAt: at } }] : []
    }),
  )
  return rung.flat()
}

async function ring(deps: RingDeps, reach: Reach, call: Call): Promise<'gone' | undefined> {
  try {
    const request = requestFor(deps, reach, call)
    const status = request && (await send(deps, request))
    // Of a webhook it says that the address in the configuration is wrong.
    return !('app' in reach) && (status === 404 || status === 410) ? 'gone' : undefined
  } catch (error) {
    const because = error instanceof Error ? error.name : 'unknown'
    deps.logger.warn({ by: serviceOf(reach), because }, 'a phone was not called')
    return undefined
  }
}

/** Undefined where there is no way to it any more. */
function requestFor(deps: RingDeps, reach: Reach, call: Call): CallRequest | undefined {
  if (!('app' in reach)) return callBrowser({ random: deps.random, vapid: deps.vapid() }, reach, call)
  const webhook = webhookOf(deps.config)
  return webhook && callApp(webhook, reach.app, call)
}

function webhookOf({ webhook: { url, secret } }: RingDeps['config']): Webhook | undefined {
  return url === undefined || secret === undefined ? undefined : { url, secret }
}

async function send({ fetch, logger }: RingDeps, { url, headers, body }: CallRequest): Promise<number> {
  const signal = AbortSignal.timeout(patience)
  const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
  await response.body?.cancel()
  const { hostname } = new URL(url)
  if (!response.ok) logger.warn({ by: hostname, status: response.status }, 'a phone was not called')
  return response.status
}

/** For the log: the whole address of a subscription is as good as a secret. */
function serviceOf(reach: Reach): string {
  return 'app' in reach ? 'webhook' : new URL(reach.endpoint).hostname
}

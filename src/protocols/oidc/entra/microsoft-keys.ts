import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import type { Outbound } from '../../../delivery/index.ts'
import type { Clock } from '../../../kernel/clock.ts'
import { issuerOf, keysAddressOf, type Place } from './clouds.ts'
import { keysUnreachable } from './errors.ts'

const minute = 60_000
/** How old keys may be before they are fetched anew; older ones still do while Microsoft cannot be reached. */
const fetchAfter = 60 * minute
const longestKept = 24 * 60 * minute
/** Milliseconds between two requests, whatever the hints of strangers name. */
const pause = 10_000
const patience = 5_000

const published = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), issuer: z.string().optional() })).max(100),
})

interface Fetched {
  readonly find: JWTVerifyGetKey | undefined
  readonly fetchedAt: number
  readonly triedAt: number
}

export interface MicrosoftKeys {
  /** What finds the key of a hint from there. Throws `keysUnreachable`. */
  of(place: Place): JWTVerifyGetKey
}

/** The keys by which Microsoft signs, fetched when they are needed and kept for a while. */
export function openMicrosoftKeys(deps: {
  readonly outbound: Outbound
  readonly clock: Pick<Clock, 'monotonic'>
}): MicrosoftKeys {
  const known = new Map<string, Fetched>()
  const fetching = new Map<string, Promise<void>>()
  const now = () => deps.clock.monotonic()

  async function look(place: Place, address: string): Promise<void> {
    const before = known.get(address)
    const triedAt = now()
    try {
      known.set(address, { find: await fetchKeys(deps.outbound, place), fetchedAt: triedAt, triedAt })
    } catch (error) {
      known.set(address, { find: before?.find, fetchedAt: before?.fetchedAt ?? triedAt, triedAt })
      if (!before?.find) throw keysUnreachable(error)
    }
  }

  /** Requests that come meanwhile wait for the same answer. */
  async function lookOnce(place: Place, address: string): Promise<void> {
    const under = fetching.get(address) ?? look(place, address).finally(() => fetching.delete(address))
    fetching.set(address, under)
    await under
  }

  async function current(place: Place, olderThan: number): Promise<JWTVerifyGetKey> {
    const address = keysAddressOf(place)
    const kept = known.get(address)
    const due = !kept?.find || now() - kept.fetchedAt >= olderThan
    if (due && (!kept || now() - kept.triedAt >= pause)) await lookOnce(place, address)
    const { find, fetchedAt = 0 } = known.get(address) ?? {}
    if (!find || now() - fetchedAt >= longestKept) throw keysUnreachable()
    return find
  }

  return {
    of: (place) => async (header, token) => {
      const find = await current(place, fetchAfter)
      try {
        return await find(header, token)
      } catch (error) {
        // Microsoft changes its keys when it likes: one that is not known may be new.
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
        return (await current(place, 0))(header, token)
      }
    },
  }
}

/** Of the keys at that address those that sign for this very tenant: some say for whom they do. */
async function fetchKeys(outbound: Outbound, place: Place): Promise<JWTVerifyGetKey> {
  const response = await outbound(keysAddressOf(place), { signal: AbortSignal.timeout(patience) })
  if (response.status !== 200) throw new Error(`the keys were answered with ${response.status}`)
  const { keys } = published.parse(await response.json())
  const issuer = issuerOf(place)
  const own = keys.filter((key) => (key.issuer?.replace('{tenantid}', place.tenant) ?? issuer) === issuer)
  return createLocalJWKSet({ keys: own })
}

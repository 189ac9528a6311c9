import { within } from '../../kernel/deadline.ts'
import { openPlaces } from '../../kernel/places.ts'
import { directoryUnavailable } from '../errors.ts'
import { type Access, openSession, type Session } from './session.ts'

/** How long a server that failed is left alone. */
const rest = 10_000

/**
 * At most so many errands at a time: a directory that answers slowly must not take our memory; and so many for one
 * source, for whoever has it asked over and over must not keep others out (G15). A gateway is one source for many people.
 */
const errandsAtOnce = { most: 64, mostOfOne: 32 }

export interface Errand<Result> {
  /** Milliseconds for all of it. */
  readonly within: number
  /** Whence it comes; undefined where we ask by ourselves. */
  readonly source?: string | undefined
  run(session: Session): Promise<Result>
}

export interface Servers {
  /**
   * Runs an errand with the first server that lets us in. Another one is asked only until one has let us in: what is
   * done there is done once (R14). Throws `directory.unavailable`.
   */
  run<Result>(errand: Errand<Result>): Promise<Result>
}

export interface ServersDeps {
  readonly id: string
  /** In the order in which they are asked. */
  readonly accesses: readonly Access[]
  /** Milliseconds that only grow. */
  readonly monotonic: () => number
  /** Hears of each failure. */
  readonly failed: (url: string, error: unknown) => void
}

export function openServers({ id, accesses, monotonic, failed }: ServersDeps): Servers {
  const restingUntil = new Map<string, number>()
  const places = openPlaces(errandsAtOnce)

  /** Those left share the time that is left, so that one which swallows everything leaves some for the next. */
  async function enter(deadline: number): Promise<Session> {
    const now = monotonic()
    const awake = accesses.filter(({ url }) => (restingUntil.get(url) ?? 0) <= now)
    for (const [index, access] of awake.entries()) {
      const share = (deadline - monotonic()) / (awake.length - index)
      try {
        return await openSession(access, { opening: share, answer: deadline - monotonic() })
      } catch (error) {
        restingUntil.set(access.url, monotonic() + rest)
        failed(access.url, error)
      }
    }
    throw directoryUnavailable(id)
  }

  async function runOnce<Result>(errand: Errand<Result>): Promise<Result> {
    const deadline = monotonic() + errand.within
    const session = await enter(deadline)
    try {
      return await within(deadline - monotonic(), errand.run(session))
    } catch (error) {
      failed(session.url, error)
      throw directoryUnavailable(id, error)
    } finally {
      session.close()
    }
  }

  return {
    async run(errand) {
      const leave = places.enter(errand.source ?? 'ours')
      if (!leave) throw directoryUnavailable(id)
      try {
        return await runOnce(errand)
      } finally {
        leave()
      }
    },
  }
}

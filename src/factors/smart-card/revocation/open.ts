import type { Certificate } from '../../../x509/index.ts'
import type { FactorHost } from '../../factor.ts'
import type { RevocationConfig } from '../config.ts'
import { createAsk } from './ask.ts'
import { type Lists, openLists } from './lists.ts'
import type { Questioned, Standing } from './standing.ts'

/** Finds out whether certificates were revoked. */
export interface Revocation {
  /** Of a path from a certificate to its anchor; the anchor is believed as it is. `stapled`: an answer that came along. */
  standingOf(path: readonly Certificate[], stapled: Uint8Array | undefined, at: number): Promise<Standing>
}

type Deps = Pick<FactorHost, 'dataFolder' | 'fetch' | 'logger' | 'random'>

export function openRevocation(config: RevocationConfig, deps: Deps): Revocation {
  const sources: Sources = { lists: openLists(config, deps), ask: createAsk(config, deps) }
  return {
    async standingOf(path, stapled, at) {
      const below = path.slice(0, -1)
      const standings = await Promise.all(
        below.map((certificate, place) =>
          standingOfOne(sources, {
            certificate,
            above: path.slice(place + 1),
            stapled: place === 0 ? stapled : undefined,
            at,
          }),
        ),
      )
      if (standings.includes('revoked')) return 'revoked'
      const known = standings.every((standing) => standing === 'good')
      return known || config.whenUnknown === 'allow' ? 'good' : 'unknown'
    },
  }
}

interface Sources {
  readonly lists: Lists
  readonly ask: ReturnType<typeof createAsk>
}

/**
 * "Revoked" counts from whomever it comes. What is here already is asked first; the network only where that says
 * nothing, and a responder before the lists, for it knows best what was revoked just now.
 */
async function standingOfOne({ lists, ask }: Sources, questioned: Questioned): Promise<Standing> {
  const own = [ask.stapled(questioned), await lists.here(questioned)]
  if (own.includes('revoked')) return 'revoked'
  if (own.includes('good')) return 'good'
  const answer = await ask.responder(questioned)
  return answer === 'unknown' ? lists.fetched(questioned) : answer
}

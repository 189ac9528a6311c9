import { SallyportError } from '../errors.ts'
import type { Admission, Wish } from '../types.ts'
import { outOfOrder } from './answers.ts'
import { arrive } from './arrive.ts'
import type { GateConfig } from './options.ts'
import { send } from './send.ts'
import { pathOf } from './target.ts'
import type { Kept, Outcome, Visit } from './visit.ts'
import { nobody, type Who } from './who.ts'

/** What stands before an application: whoever is signed in to it has shown a second factor, or goes no further. */
export interface Gate {
  /** A request comes. */
  enter(visit: Visit): Promise<Outcome>
  /** One action asks for more. */
  freshen(visit: Visit, wish: Wish): Promise<Outcome>
  /** Somebody signs out. */
  leave(visit: Visit): Promise<void>
}

export function createGate(config: GateConfig): Gate {
  return {
    enter: (visit) =>
      closed(async () => {
        const account = await accountOf(config, visit)
        const kept = await visit.keeper.get()
        if (pathOf(visit.target) === config.returnTo.pathname) return arrive(config, visit, { account, kept })
        // Whoever is nobody to the application is its own to deal with: its sign-in has to be reached.
        if (account === nobody) return { state: 'passed', admission: undefined }
        const admission = await standing(config, visit, { account, kept, wish: {} })
        return admission ? { state: 'passed', admission } : send(config, visit, { account, kept })
      }),
    freshen: (visit, wish) =>
      closed(async () => {
        const account = await accountOf(config, visit)
        const kept = await visit.keeper.get()
        const admission = await standing(config, visit, { account, kept, wish })
        return admission ? { state: 'passed', admission } : send(config, visit, { account, kept, wish })
      }),
    async leave({ keeper }) {
      const kept = await keeper.get()
      await keeper.set(undefined)
      if (kept?.admission !== undefined) await config.client.admissions.end(kept.admission)
    },
  }
}

async function accountOf({ vouched }: GateConfig, visit: Visit): Promise<Who> {
  return vouched === undefined ? undefined : (await visit.account()) || nobody
}

/** What is kept is worth what the server says of it now, and only to whom it belongs (R3). */
async function standing(
  { client }: GateConfig,
  { source }: Visit,
  { account, kept, wish }: { readonly account: Who; readonly kept: Kept | undefined; readonly wish: Wish },
): Promise<Admission | undefined> {
  if (kept?.admission === undefined || kept.account !== account) return undefined
  return client.admissions.find(kept.admission, { ...wish, source })
}

/** What cannot be decided lets nobody in (G6): the application is not asked. */
async function closed(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof SallyportError) return outOfOrder(error)
    throw error
  }
}

import type { DoorDeps } from '../protocol.ts'
import { openSiteStore } from './store.ts'

/** Removes ways and cookies that are over. */
export async function sweepSites(deps: DoorDeps): Promise<void> {
  for (const statement of openSiteStore(deps).sweep(deps.storage.clock.now()))
    await deps.storage.book({ statements: [statement], locks: ['sweep'] })
}

import type { Actor } from '../../administration/index.ts'
import type { Engine } from '../../engine.ts'
import type { Installation } from './installation.ts'
import type { Remote } from './remote.ts'

/** How the installation of this machine is opened, and with whose rights. */
export interface Local {
  engine(): Promise<Engine>
  actor(): Actor
}

/** The installation that was named, or the one here. Only the side that is needed is loaded. */
export async function openInstallation(remote: Remote | undefined, local: Local): Promise<Installation> {
  if (remote) {
    const { elsewhere } = await import('./elsewhere.ts')
    return elsewhere(remote, fetch)
  }
  const { here } = await import('./here.ts')
  return here(await local.engine(), local.actor())
}

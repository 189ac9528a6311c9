import type { Directory, DirectoryId, DirectoryRun, LdapReport } from '../../directories/index.ts'
import { type Actor, requirePermission } from '../actor.ts'
import { bookAct } from '../book.ts'
import type { AdministrationDeps } from '../deps.ts'
import { directoryNotFound } from './errors.ts'

const looks = { role: 'administrator', scope: 'administration', changes: false } as const

/** A directory as administrators see it. */
export interface DirectoryView extends Pick<Directory, 'id' | 'type' | 'place'> {
  /** Milliseconds between two readings. */
  readonly every: number
  readonly accounts: { readonly active: number; readonly all: number }
  readonly groups: number
  /** Undefined before the first. */
  readonly last?: DirectoryRun
}

export async function listDirectories(
  deps: AdministrationDeps,
  input: { readonly actor: Actor },
): Promise<readonly DirectoryView[]> {
  requirePermission(input.actor, looks, deps.sessions.requireFresh)
  return Promise.all(deps.directories.all.map((directory) => viewOf(deps, directory)))
}

/** Asks its servers now, and says in words what is wrong. Changes nothing. Throws `directory.not-found`. */
export async function checkDirectory(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly directory: DirectoryId },
): Promise<LdapReport> {
  requirePermission(input.actor, looks, deps.sessions.requireFresh)
  const directory = deps.directories.find(input.directory)
  if (!directory) throw directoryNotFound()
  const report = await directory.examine()
  const unreached = report.servers.filter(({ reachable }) => !reachable)
  // It calls servers of others, and may be asked why.
  await bookAct(deps, {
    actor: input.actor,
    event: 'directory.checked',
    statements: [],
    locks: [`directory ${directory.id}`],
    details: { directory: directory.id, bad: unreached.length + report.problems.length },
  })
  return report
}

async function viewOf(deps: AdministrationDeps, directory: Directory): Promise<DirectoryView> {
  const { id, type, place, reading } = directory
  const [accounts, groups, last] = await Promise.all([
    deps.accounts.listOfDirectory(id),
    deps.directoryBooks.groupsOf(id),
    deps.directoryBooks.run(id),
  ])
  const active = accounts.filter(({ status }) => status === 'active').length
  return {
    ...{ id, type, place, every: reading.every },
    accounts: { active, all: accounts.length },
    groups: groups.length,
    ...(last ? { last } : {}),
  }
}

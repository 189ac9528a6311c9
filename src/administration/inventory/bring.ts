import { listNotFound } from '../../inventory/index.ts'
import { type Actor, requirePermission } from '../actor.ts'
import { bookAct } from '../book.ts'
import type { AdministrationDeps } from '../deps.ts'
import { importRefused } from '../errors.ts'
import {
  type AccessEntry,
  type ImportProblem,
  runImport,
  settleImports,
  surveyImport,
} from '../import/index.ts'
import { readAccessList } from './read-list.ts'

export interface ListInput {
  readonly actor: Actor
  /** What the list is called: it takes the place of the one of the same name. */
  readonly source: string
  /** A table: account,system,entitlement. */
  readonly text: string
  /** Looks only, and changes nothing. */
  readonly preview: boolean
  readonly onProgress?: ((done: number) => void) | undefined
}

/** What a list brings, or would. */
export interface BroughtList {
  readonly source: string
  readonly lines: number
  readonly accounts: number
  readonly systems: number
  /** The first lines, for somebody to recognise the list. */
  readonly first: readonly {
    readonly account: string
    readonly system: string
    readonly entitlement: string
  }[]
  /** Everything that stands in the way; of a preview only, for otherwise it is thrown. */
  readonly problems: readonly ImportProblem[]
}

const permission = { role: 'administrator', scope: 'administration', changes: true } as const
const firstShown = 10

/** Takes over a list of who reaches what, all of it or none. Throws `import.refused` with every problem. */
export async function bringAccessList(deps: AdministrationDeps, input: ListInput): Promise<BroughtList> {
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  const { entries, problems } = readAccessList(input.text, input.source)
  const run = { actor: input.actor, entries, ...(input.onProgress ? { onProgress: input.onProgress } : {}) }
  const all = [...problems, ...(input.preview || problems.length > 0 ? await surveyImport(deps, run) : [])]
  if (!input.preview) {
    if (all.length > 0) throw importRefused(all)
    await runImport(deps, run)
  }
  return { source: input.source, ...countsOf(entries), problems: all }
}

function countsOf(entries: readonly AccessEntry[]) {
  const lines = entries.map(({ access }) => access)
  return {
    lines: lines.length,
    accounts: new Set(lines.map(({ account }) => account.key)).size,
    systems: new Set(lines.map(({ system }) => system.key)).size,
    first: lines.slice(0, firstShown).map(({ account, system, entitlement }) => ({
      account: account.shown,
      system: system.shown,
      entitlement,
    })),
  }
}

/** Takes a list out again. Throws `inventory.list-not-found`. */
export async function withdrawAccessList(
  deps: AdministrationDeps,
  { actor, source, reason }: { readonly actor: Actor; readonly source: string; readonly reason: string },
): Promise<void> {
  requirePermission(actor, permission, deps.sessions.requireFresh)
  const outcome = await bookAct(deps, {
    actor,
    event: 'inventory.list-withdrawn',
    statements: [deps.inventory.withdraw(source)],
    locks: [],
    details: { source, reason },
  })
  if (outcome === 'refused') throw listNotFound()
  await settleImports(deps)
}

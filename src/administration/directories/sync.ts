import { mailOfAdministrators } from '../../accounts/index.ts'
import type { Directory, DirectoryId } from '../../directories/index.ts'
import { SallyportError } from '../../kernel/errors.ts'
import type { Statement } from '../../storage/index.ts'
import { type Actor, actorName, requirePermission } from '../actor.ts'
import { bookAct } from '../book.ts'
import type { AdministrationDeps } from '../deps.ts'
import { reasonNeeded } from '../errors.ts'
import { actorOf } from './apply.ts'
import { directoryBusy, directoryNotFound } from './errors.ts'
import { isTooMuch, type Removals, removalsOf } from './guard.ts'
import { knownOf } from './known.ts'
import { type LeftOut, planOf } from './plan.ts'
import { withoutTaken } from './taken.ts'
import { type Written, writePlan } from './write.ts'

const changes = { role: 'administrator', scope: 'administration', changes: true } as const

/** How many names a result tells; the trail has them all. */
const mostTold = 50

/** What a reading came to. */
export interface SyncResult {
  /** held: too much would have gone; nothing was changed, and `removals.word` is what consents. */
  readonly outcome: 'done' | 'held' | 'previewed'
  readonly created: number
  readonly changed: number
  readonly ended: number
  readonly groups: number
  readonly removals: Removals
  /** The first of those that are ended, by name. */
  readonly ending: readonly string[]
  readonly leftOut: readonly LeftOut[]
}

export interface SyncInput {
  readonly actor: Actor
  readonly directory: DirectoryId
  /** Only says what would be done. */
  readonly preview?: boolean | undefined
  /** The word of what was held: just that may go. */
  readonly consent?: string | undefined
  /** Kept in the audit trail. Consent needs one. */
  readonly reason?: string | undefined
}

/** Reads a directory now. Throws `directory.not-found`, `directory.busy`, `directory.unavailable`. */
export async function syncDirectory(deps: AdministrationDeps, input: SyncInput): Promise<SyncResult> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  const directory = deps.directories.find(input.directory)
  if (!directory) throw directoryNotFound()
  if (input.preview) return preview(deps, directory, input.actor)
  const { consent, reason } = input
  if (consent !== undefined && !reason) throw reasonNeeded()
  return run(deps, directory, { by: actorName(input.actor), consent, reason })
}

/** Reads those directories whose time has come. What fails is told and tried again. */
export async function syncDue(deps: AdministrationDeps): Promise<void> {
  for (const directory of deps.directories.all) {
    const last = await deps.directoryBooks.run(directory.id)
    const due = !last || last.beganAt + directory.reading.every <= deps.storage.clock.now()
    if (due) await run(deps, directory, { by: actorOf(directory) }).catch(ignoreExpected)
  }
}

/** It stands in the directory's run, or somebody else is at it. */
function ignoreExpected(error: unknown): void {
  if (!(error instanceof SallyportError)) throw error
}

/** Whatever comes of it, others are called, and may ask why. */
async function preview(deps: AdministrationDeps, directory: Directory, actor: Actor): Promise<SyncResult> {
  await bookAct(deps, {
    actor,
    event: 'directory.previewed',
    statements: [],
    locks: [`directory ${directory.id}`],
    details: { directory: directory.id },
  })
  const { plan, removals } = await readAndPlan(deps, directory)
  return resultOf('previewed', await withoutTaken(deps, directory, plan), removals)
}

interface Run {
  readonly by: string
  readonly consent?: string | undefined
  readonly reason?: string | undefined
}

async function run(deps: AdministrationDeps, directory: Directory, by: Run): Promise<SyncResult> {
  const before = await deps.directoryBooks.run(directory.id)
  const lock = [`directory ${directory.id}`]
  const begun = await deps.storage.book({
    statements: [deps.directoryBooks.begin(directory.id)],
    locks: lock,
  })
  if (begun === 'refused') throw directoryBusy()
  try {
    const result = await runHolding(deps, directory, by)
    const told =
      result.outcome === 'held' && !wasHeld(before, result) ? await alarms(deps, directory, result) : []
    await finish(deps, directory, by, result, told)
    return result
  } catch (error) {
    const code = error instanceof SallyportError ? error.code : 'internal'
    const failed = deps.directoryBooks.finish(directory.id, 'failed', { problem: code })
    await deps.storage.book({ statements: [failed], locks: lock })
    throw error
  }
}

async function runHolding(deps: AdministrationDeps, directory: Directory, by: Run): Promise<SyncResult> {
  const { snapshot, plan, removals } = await readAndPlan(deps, directory)
  const consented = by.consent === removals.word
  if (!consented && isTooMuch(removals, directory.reading.mostRemovals))
    return resultOf('held', plan, removals)
  return resultOf('done', await writePlan(deps, directory, plan, snapshot), removals)
}

async function readAndPlan(deps: AdministrationDeps, directory: Directory) {
  const snapshot = await directory.read()
  const known = await knownOf(deps, directory)
  const plan = planOf(snapshot, known)
  return { snapshot, plan, removals: removalsOf(plan, known) }
}

function resultOf(
  outcome: SyncResult['outcome'],
  { accounts, groups, leftOut }: Written,
  removals: Removals,
): SyncResult {
  const count = (act: string) => accounts.filter((change) => change.act === act).length
  const ending = accounts.flatMap((change) => (change.act === 'end' ? change.account.name : []))
  return {
    outcome,
    created: count('create'),
    changed: count('change'),
    ended: count('end'),
    groups: groups.length,
    removals,
    ending: ending.slice(0, mostTold),
    leftOut: leftOut.slice(0, mostTold),
  }
}

async function finish(
  deps: AdministrationDeps,
  directory: Directory,
  { by, reason }: Run,
  result: SyncResult,
  told: readonly Statement[],
): Promise<void> {
  const { outcome, created, changed, ended, removals } = result
  const kept = outcome === 'held' ? 'held' : 'done'
  const isNews = outcome === 'held' ? told.length > 0 : created + changed + ended + result.groups > 0
  const event = {
    at: deps.storage.clock.now(),
    event: outcome === 'held' ? 'directory.held' : 'directory.synced',
    outcome: outcome === 'held' ? 'refused' : 'done',
    actor: by,
    details: {
      ...{ directory: directory.id, created, changed, ended, going: removals.accounts.going },
      ...(reason === undefined ? {} : { reason: reason.slice(0, 500) }),
    },
  } as const
  await deps.storage.book({
    statements: [deps.directoryBooks.finish(directory.id, kept, result), ...told],
    events: isNews || by !== actorOf(directory) ? [event] : [],
    locks: [`directory ${directory.id}`],
  })
}

/** The same has been told already: administrators are not told every five minutes. */
function wasHeld(
  before: { readonly outcome: string | undefined; readonly result: unknown } | undefined,
  { removals }: SyncResult,
): boolean {
  const word = (before?.result as Partial<SyncResult> | undefined)?.removals?.word
  return before?.outcome === 'held' && word === removals.word
}

async function alarms(
  deps: AdministrationDeps,
  directory: Directory,
  { removals }: SyncResult,
): Promise<readonly Statement[]> {
  if (!deps.delivery.canDeliver('email')) return []
  const at = deps.storage.clock.now()
  const { going, of } = removals.accounts
  const values = { at, directory: directory.id, going, of, word: removals.word }
  return (await mailOfAdministrators(deps)).map(({ accountId, email }) =>
    deps.delivery.enqueue({
      accountId,
      channel: 'email',
      to: email,
      message: { template: 'directory.held', values },
      dedupe: ['directory.held', accountId, directory.id, removals.word, at],
    }),
  )
}

import { retrying } from '../../authentication/index.ts'
import type { Import } from '../../imports/index.ts'
import type { AuditEntry, Statement } from '../../storage/index.ts'
import { type Actor, actorName, requirePermission } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'
import { importOvertaken, importRefused } from '../errors.ts'
import { digestOf, type ImportEntry, type ImportProblem, isAccess, mostEntries } from './entries.ts'
import { doneBefore, tooMany } from './problems.ts'
import { settleImports } from './settle.ts'
import { type Brought, broughtBy, stageBatch } from './stage.ts'
import { doubledAmong, lookAt } from './survey.ts'

export interface ImportInput {
  readonly actor: Actor
  readonly entries: readonly ImportEntry[]
  /** How many entries are looked at or staged so far. */
  readonly onProgress?: (done: number) => void
}

export interface ImportDone {
  readonly id: Import['id']
  readonly entries: number
  /** What came into being with them. */
  readonly accounts: number
  readonly issuers: number
}

/**
 * Entries that are looked at and booked together: a transaction of some milliseconds *(200 take about 6 ms)*, behind
 * which a sign-in hardly waits.
 */
const batchSize = 200

const permission = { role: 'administrator', scope: 'administration', changes: true } as const

/** Everything that stands in the way of these entries. Changes nothing. */
export async function surveyImport(
  deps: AdministrationDeps,
  input: ImportInput,
): Promise<readonly ImportProblem[]> {
  requirePermission(input.actor, { ...permission, changes: false }, deps.sessions.requireFresh)
  const left = await deps.imports.findStaging(digestOf(deps.box, input.entries))
  return problemsFrom(deps, input, { from: 0, importId: left?.id })
}

/**
 * Brings in all of the entries, or none. They are staged in batches that nobody sees, and go live by one small
 * booking. Whoever calls again with the same entries goes on where a killed run was; what nobody goes on with is void
 * after an hour (F-31). Throws `import.refused` with every problem found.
 */
export async function runImport(deps: AdministrationDeps, input: ImportInput): Promise<ImportDone> {
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  await settleImports(deps)
  const among = amongThemselves(input.entries)
  if (among.length > 0) throw importRefused(among)
  const begun = await beginImport(deps, input)
  const brought = await stageAll(deps, begun, input)
  await goLive(deps, begun, brought, publishing(deps, begun, input.entries))
  await settleImports(deps)
  return { id: begun.id, ...countsOf(begun, brought) }
}

function amongThemselves(entries: readonly ImportEntry[]): readonly ImportProblem[] {
  return entries.length > mostEntries ? [tooMany(entries.length, mostEntries)] : doubledAmong(entries)
}

async function problemsFrom(
  deps: AdministrationDeps,
  { entries, onProgress }: ImportInput,
  { from, importId }: { readonly from: number; readonly importId: Import['id'] | undefined },
): Promise<readonly ImportProblem[]> {
  const problems = [...amongThemselves(entries)]
  for (let start = from; start < Math.min(entries.length, mostEntries); start += batchSize) {
    const found = await lookAt(deps, entries.slice(start, start + batchSize), importId)
    problems.push(...found.problems)
    onProgress?.(Math.min(start + batchSize, entries.length))
  }
  const before = problems.length > 0 ? await deps.imports.findLive(digestOf(deps.box, entries)) : undefined
  return before ? [doneBefore(before.changedAt)] : problems
}

/** What is left of an earlier run with the same entries, or a new import; the trail has whoever goes on with it (G13). */
function beginImport(deps: AdministrationDeps, { actor, entries }: ImportInput): Promise<Import> {
  const digest = digestOf(deps.box, entries)
  return retrying(async () => {
    const by = actorName(actor)
    const left = await deps.imports.findStaging(digest)
    if (left?.actor === by) return left
    const { begun, statement } = left
      ? { begun: { ...left, actor: by }, statement: deps.imports.handOver(left, by) }
      : deps.imports.begin({ digest, actor: by, entries: entries.length })
    const outcome = await deps.storage.book({
      statements: [statement],
      events: [eventOf(deps, begun, 'import.begun', { entries: entries.length })],
      locks: [begun.id],
    })
    return outcome === 'refused' ? 'lost' : begun
  })
}

async function stageAll(deps: AdministrationDeps, begun: Import, input: ImportInput): Promise<Brought> {
  let staged = { current: begun, brought: await broughtBy(deps, begun) }
  while (staged.current.status === 'staging' && staged.current.staged < begun.entries) {
    staged = await stageNext(deps, staged.current, input, staged.brought)
    input.onProgress?.(staged.current.staged)
  }
  return staged.brought
}

/** One batch. Where somebody booked first, what is there is read again: another process may work on the same import. */
function stageNext(deps: AdministrationDeps, from: Import, input: ImportInput, brought: Brought) {
  let current = from
  let before = brought
  return retrying(async () => {
    if (current.status === 'live') return { current, brought: before }
    const batch = input.entries.slice(current.staged, current.staged + batchSize)
    const found = await lookAt(deps, batch, current.id)
    if (found.problems.length > 0) throw await giveUp(deps, current, input)
    const staged = stageBatch(deps, current, batch, { found, before })
    if ((await deps.storage.book(staged.booking)) === 'booked') {
      const next = { ...current, staged: current.staged + batch.length }
      return { current: next, brought: together(before, staged.brought) }
    }
    current = await readAgain(deps, current)
    before = await broughtBy(deps, current)
    return 'lost'
  })
}

/** Nobody will see what was staged of it; every problem is told, not only those of the batch that failed. */
async function giveUp(deps: AdministrationDeps, current: Import, input: ImportInput) {
  const problems = await problemsFrom(deps, input, { from: current.staged, importId: current.id })
  await deps.storage.book({
    statements: [deps.imports.makeVoid(current.id)],
    events: [eventOf(deps, current, 'import.voided', { problems: problems.length })],
    locks: [current.id],
  })
  await settleImports(deps)
  return importRefused(problems)
}

/** Lists of accesses take the place of those of the same name with the flip itself. */
function publishing(
  { inventory }: AdministrationDeps,
  { id }: Import,
  entries: readonly ImportEntry[],
): readonly Statement[] {
  const sources = new Set(entries.filter(isAccess).map(({ access }) => access.source))
  return [...sources].map((source) => inventory.publish(source, id))
}

/** The flip. One that another process did is as good as ours. */
async function goLive(
  deps: AdministrationDeps,
  begun: Import,
  brought: Brought,
  published: readonly Statement[],
): Promise<void> {
  const outcome = await deps.storage.book({
    statements: [deps.imports.goLive(begun.id), ...published],
    events: [eventOf(deps, begun, 'import.completed', countsOf(begun, brought))],
    locks: [begun.id],
  })
  if (outcome === 'refused' && (await readAgain(deps, begun)).status !== 'live') throw importOvertaken()
}

/** Throws where it was given up meanwhile: by another run, or for its age. */
async function readAgain(deps: AdministrationDeps, { id }: Import): Promise<Import> {
  const current = await deps.imports.find(id)
  if (!current || current.status === 'void') throw importOvertaken()
  return current
}

function together(one: Brought, other: Brought): Brought {
  for (const [key, account] of other.accounts) one.accounts.set(key, account)
  for (const [key, issuer] of other.issuers) one.issuers.set(key, issuer)
  return one
}

function countsOf({ entries }: Import, { accounts, issuers }: Brought) {
  return { entries, accounts: accounts.size, issuers: issuers.size }
}

function eventOf(
  deps: AdministrationDeps,
  { id, actor }: Import,
  event: string,
  counts: Readonly<Record<string, number>>,
): AuditEntry {
  return { at: deps.storage.clock.now(), event, outcome: 'done', actor, details: { import: id, ...counts } }
}

import { retrying } from '../../authentication/index.ts'
import {
  type Change,
  changesBetween,
  type Finding,
  type Revision,
  type RevisionEntry,
  type RevisionPage,
  type Rulebook,
  revisionStale,
} from '../../policy/index.ts'
import { type Actor, actorName, requirePermission } from '../actor.ts'
import { nameOfActor } from '../actor-name.ts'
import { bookBy } from '../book.ts'
import type { AdministrationDeps } from '../deps.ts'
import { locksOut } from './lock-out.ts'
import { asTheNext, type HeldTo, lastAct } from './one-by-one.ts'
import { changesPolicy, findingsOf, looksAtPolicy } from './view.ts'

/** What rules would change, and what is probably not meant in them. */
export interface RulesPreview {
  readonly changes: readonly Change[]
  readonly findings: readonly Finding[]
}

/** Rules as they were applied once, and what they changed. */
export interface RevisionView {
  readonly number: number
  readonly rulebook: Rulebook
  /** Against the revision before. */
  readonly changes: readonly Change[]
}

/** The newest first; `author` is a name that people know. */
export async function listRevisions(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly page: RevisionPage },
): Promise<readonly RevisionEntry[]> {
  requirePermission(input.actor, looksAtPolicy, deps.sessions.requireFresh)
  const entries = await deps.policies.list(input.page)
  return Promise.all(
    entries.map(async (entry) => ({ ...entry, author: await nameOfActor(deps, entry.author) })),
  )
}

/** Throws `policy.revision-not-found`. */
export async function showRevision(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly number: number },
): Promise<RevisionView> {
  requirePermission(input.actor, looksAtPolicy, deps.sessions.requireFresh)
  const { number } = input
  const [before, rulebook] = await Promise.all([
    deps.policies.find(Math.max(0, number - 1)),
    deps.policies.find(number),
  ])
  return { number, rulebook, changes: changesBetween(before, rulebook) }
}

/** What would become of it; nothing is written. Throws `policy.strength-unknown` and `policy.name-taken`. */
export async function previewRules(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly rulebook: Rulebook },
): Promise<RulesPreview> {
  requirePermission(input.actor, looksAtPolicy, deps.sessions.requireFresh)
  const { policies } = deps
  const draft = policies.draft(input.rulebook)
  const findings = await deps.heavyReads(() => findingsOf(deps, draft))
  return { changes: changesBetween(policies.applied, input.rulebook), findings }
}

export interface ApplyInput {
  readonly actor: Actor
  /** New rules, or those of an earlier revision. */
  readonly rules: Rulebook | { readonly revision: number }
  /** The revision that they were written against. */
  readonly base: number
  readonly reason: string
}

export interface Applied extends RulesPreview {
  /** In force now; the same as before where nothing was changed. */
  readonly revision: number
}

/**
 * Puts rules in force, in the place of those that were applied before; what the configuration demands stays. Throws
 * `policy.stale` where others were applied meanwhile, and `policy.locks-out` where no administrator could sign in any
 * more: nobody would be left to take it back.
 */
export async function applyRules(deps: AdministrationDeps, input: ApplyInput): Promise<Applied> {
  requirePermission(input.actor, changesPolicy, deps.sessions.requireFresh)
  return retrying(() => applyRound(deps, input))
}

/** Lost where somebody else was first: with other rules, which then are looked at, or with who administers. */
async function applyRound(deps: AdministrationDeps, input: ApplyInput): Promise<Applied | 'lost'> {
  const { policies } = deps
  const last = await lastAct(deps)
  await policies.refresh()
  if (input.base !== policies.revision) throw revisionStale()
  const rulebook = 'revision' in input.rules ? await policies.find(input.rules.revision) : input.rules
  const findings = await findingsOf(deps, policies.draft(rulebook))
  const shutOut = findings.find(({ kind }) => kind === 'locks-out')
  if (shutOut) throw locksOut(shutOut)
  const changes = changesBetween(policies.applied, rulebook)
  if (changes.length === 0) return { revision: input.base, changes, findings }

  const revision = { ...next(deps, input), rulebook }
  if ((await book(deps, input, revision, changes, asTheNext(deps, last))) === 'refused') return 'lost'
  await policies.refresh()
  return { revision: revision.number, changes, findings }
}

function next(deps: AdministrationDeps, { actor, base, reason }: ApplyInput): RevisionEntry {
  return { number: base + 1, author: actorName(actor), reason, createdAt: deps.storage.clock.now() }
}

function book(
  deps: AdministrationDeps,
  { actor, rules, reason }: ApplyInput,
  revision: Revision,
  changes: readonly Change[],
  { statements, locks }: HeldTo,
) {
  const details = {
    revision: revision.number,
    reason,
    changed: namesOf(changes),
    ...('revision' in rules ? { again: rules.revision } : {}),
  }
  const entry = { at: revision.createdAt, event: 'policy.applied', outcome: 'done', details } as const
  return bookBy(deps, actor, {
    statements: [...statements, deps.policies.append(revision)],
    events: [{ ...entry, actor: actorName(actor) }],
    locks,
  })
}

/** Enough of them to know what it was about; the revision has the rest. */
function namesOf(changes: readonly Change[]): string {
  const named = changes.slice(0, 10).map(({ name }) => name)
  return [...named, ...(changes.length > 10 ? [`${changes.length - 10} more`] : [])].join(', ')
}

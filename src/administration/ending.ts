import {
  authenticatorNotFound,
  endOf,
  type MayEnd,
  openCandidate,
  openPooled,
} from '../authenticators/index.ts'
import { type FactorId, isSecond } from '../factors/factor.ts'
import { type Id, isId } from '../kernel/ids.ts'
import { type Actor, requirePermission } from './actor.ts'
import type { AdministrationDeps } from './deps.ts'

const permission = { role: 'help-desk', scope: 'authenticators:read', changes: false } as const
const day = 86_400_000
const usualPage = 50
/** Rows that are looked at together. */
const batch = 500
const expires = 'Its time is over then.'

/** An authenticator that ends, whose it is, and why. */
export interface EndingView {
  readonly id: Id<'authenticator'>
  /** Undefined where it lies in the pool. */
  readonly account?: { readonly id: Id<'account'>; readonly name: string }
  readonly factor: FactorId
  readonly label: string
  /** Serial number or public id, where it has one. */
  readonly handle?: string
  /** May lie behind us: a battery that lasts longer than was thought. */
  readonly endsAt: number
  /** A sentence. */
  readonly because: string
  /** Nothing else that its owner has opens the second door after these days. */
  readonly last?: true
}

/**
 * Second factors that end within so many days, or have ended: by their last day, an empty battery, or because their kind
 * is phased out. In the pool, too: nobody should be handed a token that is nearly dead. Ways of recovery are left out, and
 * what belongs to whom no door is open.
 */
export async function listEnding(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly days: number; readonly cursor?: string; readonly limit?: number },
): Promise<{ readonly items: readonly EndingView[]; readonly next?: string }> {
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  const { cursor, limit = usualPage } = input
  if (cursor !== undefined && !isId<'authenticator'>(cursor)) throw authenticatorNotFound()
  const until = deps.storage.clock.now() + input.days * day
  return deps.heavyReads(async () => {
    const found = await findEnding(deps, { until, after: cursor, most: limit + 1 })
    const shown = found.slice(0, limit)
    const items = await withOwners(deps, shown, until)
    const last = shown.at(-1)
    return found.length > limit && last ? { items, next: last.authenticator.id } : { items }
  })
}

/** With the end that was found. */
interface Ending extends MayEnd {
  readonly endsAt: number
  readonly because: string
}

/** Batch after batch, until there are enough: of some factors only what is sealed says when one ends. */
async function findEnding(
  deps: AdministrationDeps,
  { until, after, most }: { until: number; after: Id<'authenticator'> | undefined; most: number },
): Promise<readonly Ending[]> {
  const factors = deps.factors.all.filter(isSecond)
  const foreseen = factors.filter(({ foreseenEnd }) => foreseenEnd)
  const asked = { factors: idsOf(factors), foreseen: idsOf(foreseen), until, limit: batch }
  const found: Ending[] = []
  let rows: readonly MayEnd[] = []
  do {
    rows = await deps.authenticators.listMayEnd({ ...asked, after: rows.at(-1)?.authenticator.id ?? after })
    found.push(...rows.flatMap((row) => endingOf(deps, row, until) ?? []))
  } while (rows.length === batch && found.length < most)
  return found.slice(0, most)
}

function idsOf(factors: readonly { readonly id: FactorId }[]): readonly FactorId[] {
  return factors.map(({ id }) => id)
}

/** Undefined where it ends later, or nobody knows when. */
function endingOf(deps: AdministrationDeps, row: MayEnd, until: number): Ending | undefined {
  const { authenticator, handle } = row
  const factor = deps.factors.find(authenticator.factor)
  if (!factor) return undefined
  const opened =
    authenticator.accountId === undefined
      ? openPooled(deps.box, factor, authenticator, handle ?? '')
      : openCandidate(deps.box, factor, authenticator)
  const end = endOf(factor, authenticator, opened?.data)
  if (end === undefined || end.at > until) return undefined
  const because = end.because === undefined ? expires : (factor.messages[end.because] ?? expires)
  return { ...row, endsAt: end.at, because }
}

async function withOwners(
  deps: AdministrationDeps,
  endings: readonly Ending[],
  until: number,
): Promise<readonly EndingView[]> {
  const ids = [...new Set(endings.flatMap(({ authenticator }) => authenticator.accountId ?? []))]
  const owners = new Map((await deps.accounts.findAll(ids)).map((owner) => [owner.id, owner]))
  const lasting = await withLasting(deps, ids, until)
  return endings.flatMap(({ authenticator, handle, endsAt, because }) => {
    const { id, accountId, factor, label } = authenticator
    const owner = accountId && owners.get(accountId)
    if (accountId && owner?.status !== 'active') return []
    const whose = owner ? { account: { id: owner.id, name: owner.name } } : {}
    const only = accountId && !lasting.has(accountId) ? ({ last: true } as const) : {}
    const named = handle === undefined || owner ? {} : { handle }
    return [{ id, ...whose, factor, label, ...named, endsAt, because, ...only }]
  })
}

/** Those of these accounts that have something for the second door which outlasts the day. */
async function withLasting(
  deps: AdministrationDeps,
  accountIds: readonly Id<'account'>[],
  until: number,
): Promise<ReadonlySet<Id<'account'>>> {
  const factors = new Set(idsOf(deps.factors.all.filter(isSecond)))
  const rows = await deps.authenticators.ofAccounts(accountIds)
  const lasting = rows.filter(
    (row) =>
      row.status === 'active' &&
      factors.has(row.factor) &&
      endingOf(deps, { authenticator: row, handle: undefined }, until) === undefined,
  )
  return new Set(lasting.flatMap(({ accountId }) => accountId ?? []))
}

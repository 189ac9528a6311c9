import type { Account } from '../../accounts/index.ts'
import { type Authenticator, mayChange } from '../../authenticators/index.ts'
import type { Factor } from '../../factors/factor.ts'
import type { ArchiveFacts, AuditEntry, Booking } from '../../storage/index.ts'
import { type Actor, actorName } from '../actor.ts'
import { sealOf } from '../backup.ts'
import type { AdministrationDeps } from '../deps.ts'
import { backupNotSealed } from '../errors.ts'
import { voidImports } from '../import/index.ts'
import { revokeRegistrationTokens } from '../registration/index.ts'
import { emptyTable } from './fate-store.ts'
import { renewalOf } from './row-renewal.ts'
import { fateOfTables } from './tables.ts'

export interface RenewInput {
  readonly actor: Actor
  /** What the backup says of itself. */
  readonly facts: ArchiveFacts
  /** Of so many authenticators, so many are renewed. */
  readonly onProgress?: (done: number, of: number) => void
}

/** What was made void or held back, and whose owners were told. */
export interface Renewal {
  readonly accounts: number
  readonly authenticators: number
  readonly voided: number
  /** Held back, for nobody here knows their factor. */
  readonly stalled: number
  readonly told: number
  readonly apiKeys: number
}

const pageSize = 200

/**
 * Makes a new epoch of a backup that was unpacked into a database of its own, where nobody else works (R17): all
 * that was issued is void, codes that may have been used are behind their marks, and whoever lost something by it is
 * told. Throws `backup.not-sealed` where somebody without our key has made it.
 */
export async function renewBackup(deps: AdministrationDeps, input: RenewInput): Promise<Renewal> {
  if (input.facts.seal !== sealOf(deps, input.facts)) throw backupNotSealed()
  const emptied = Object.entries(fateOfTables).flatMap(([table, fate]) =>
    fate === 'void' ? emptyTable(deps.storage, table) : [],
  )
  await deps.storage.book({
    statements: [
      ...emptied,
      deps.accounts.raiseAllEpochs(),
      deps.deferrals.exhaust(),
      deps.exceptions.endAll(actorName(input.actor), 'A backup was restored.'),
      deps.delivery.abandonAll(),
      deps.webhooks.pauseAll('restored'),
      deps.streams.pauseAll('restored'),
      revokeRegistrationTokens(deps),
    ],
    locks: [],
  })
  await voidImports(deps)
  const counts = await renewAuthenticators(deps, input)
  const renewal = {
    ...counts,
    accounts: await deps.accounts.count(),
    authenticators: input.facts.counts.authenticators ?? 0,
    apiKeys: await deps.apiKeys.countLiving(),
  }
  await deps.storage.book({ statements: [], events: [completed(deps, input, renewal)], locks: [] })
  return renewal
}

async function renewAuthenticators(deps: AdministrationDeps, input: RenewInput) {
  const of = input.facts.counts.authenticators ?? 0
  const counts = { voided: 0, stalled: 0, told: 0 }
  let done = 0
  let after: Authenticator['id'] | undefined
  for (;;) {
    const rows = await deps.authenticators.listAfter(after, pageSize)
    const last = rows.at(-1)
    if (!last) return counts
    const owners = await deps.accounts.findAll(rows.flatMap((row) => row.accountId ?? []))
    const byId = new Map(owners.map((account) => [account.id, account]))
    const changes = await Promise.all(
      rows.map((row) => renewed(deps, input, row, row.accountId && byId.get(row.accountId))),
    )
    await deps.storage.book({
      statements: changes.flatMap((change) => change.statements),
      events: changes.flatMap((change) => change.events ?? []),
      locks: [],
    })
    counts.voided += changes.filter((change) => change.voids).length
    counts.stalled += changes.filter((change) => change.stalls).length
    counts.told += changes.filter((change) => change.tells).length
    done += rows.length
    input.onProgress?.(done, of)
    after = last.id
  }
}

interface RowChange extends Pick<Booking, 'statements' | 'events'> {
  readonly voids: boolean
  readonly stalls: boolean
  readonly tells: boolean
}

const unchanged: RowChange = { statements: [], voids: false, stalls: false, tells: false }

async function renewed(
  deps: AdministrationDeps,
  input: RenewInput,
  row: Authenticator,
  owner: Account | undefined,
): Promise<RowChange> {
  // What its owner had not confirmed when the backup was made, they begin anew.
  if (row.status === 'pending' && !row.confirmsOnProof)
    return { ...unchanged, statements: [deps.authenticators.remove(row)] }
  const factor = deps.factors.find(row.factor)
  if (!factor) return stalled(deps, input, row, owner)
  const renewal = renewalOf(deps, factor, row)
  return renewal === 'void'
    ? voided(deps, input, { row, owner, factor })
    : { ...unchanged, statements: renewal }
}

/**
 * Nobody here can tell what of it was used since: it is held back until whoever knows its factor has renewed it. What
 * its owner had not confirmed, they begin anew.
 */
async function stalled(
  deps: AdministrationDeps,
  input: RenewInput,
  row: Authenticator,
  owner: Account | undefined,
): Promise<RowChange> {
  if (row.status === 'pending') return { ...unchanged, statements: [deps.authenticators.remove(row)] }
  const change = row.status === 'lost' ? 'forfeit' : 'stall'
  if (!mayChange(row, change)) return unchanged
  const at = deps.storage.clock.now()
  const values = { at, account: owner?.name ?? '', factor: row.factor, label: row.label }
  const message = { template: 'factor.in-care', values: { ...values, change: 'suspended' } } as const
  const messages = owner && row.status === 'active' ? await deps.notices.tell(owner, message) : []
  return {
    ...unchanged,
    statements: [deps.authenticators.move(row, change), ...messages],
    events: [eventOf(deps, input, row, 'authenticator.stalled')],
    stalls: true,
    tells: messages.length > 0,
  }
}

/**
 * A way of recovery is taken off, and its owner makes a new one. Anything else stays and proves nothing: taken off, it
 * would lower the bar of its account (R1).
 */
async function voided(
  deps: AdministrationDeps,
  input: RenewInput,
  { row, owner, factor }: { row: Authenticator; owner: Account | undefined; factor: Factor },
): Promise<RowChange> {
  const at = deps.storage.clock.now()
  const takesOff = factor.traits.role === 'recovery' || factor.traits.admits === true || !row.accountId
  const values = { at, account: owner?.name ?? '', factor: factor.guide.name, label: row.label }
  const messages = owner ? await deps.notices.tell(owner, { template: 'factor.voided', values }) : []
  const change = takesOff ? deps.authenticators.remove(row) : deps.authenticators.move(row, 'suspend')
  const statements = row.status === 'active' || takesOff ? [change, ...messages] : messages
  const events = [eventOf(deps, input, row, 'authenticator.voided')]
  return { ...unchanged, statements, events, voids: true, tells: messages.length > 0 }
}

function eventOf(
  deps: AdministrationDeps,
  { actor }: RenewInput,
  row: Authenticator,
  event: string,
): AuditEntry {
  return {
    at: deps.storage.clock.now(),
    event,
    outcome: 'done',
    actor: actorName(actor),
    authenticatorId: row.id,
    ...(row.accountId ? { accountId: row.accountId } : {}),
    details: { factor: row.factor },
  }
}

function completed(deps: AdministrationDeps, { actor, facts }: RenewInput, renewal: Renewal): AuditEntry {
  return {
    at: deps.storage.clock.now(),
    event: 'restore.completed',
    outcome: 'done',
    actor: actorName(actor),
    details: { backup: new Date(facts.madeAt).toISOString(), digest: facts.digest, ...renewal },
  }
}

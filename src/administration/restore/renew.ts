import type { Account } from '../../accounts/index.ts'
import {
  type Authenticator,
  openCandidate,
  openPending,
  openPooled,
  sealFor,
} from '../../authenticators/index.ts'
import type { Factor, HeldBefore, Renewed } from '../../factors/factor.ts'
import type { ArchiveFacts, AuditEntry, Booking, Statement } from '../../storage/index.ts'
import { type Actor, actorName } from '../actor.ts'
import { sealOf } from '../backup.ts'
import type { AdministrationDeps } from '../deps.ts'
import { backupNotSealed } from '../errors.ts'
import { voidImports } from '../import/index.ts'
import { emptyTable } from './fate-store.ts'
import { fateOfTables } from './tables.ts'

export interface RenewInput {
  readonly actor: Actor
  /** What the backup says of itself. */
  readonly facts: ArchiveFacts
  /** Of so many authenticators, so many are renewed. */
  readonly onProgress?: (done: number, of: number) => void
}

/** What was made void, and whose owners were told. */
export interface Renewal {
  readonly accounts: number
  readonly authenticators: number
  readonly voided: number
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
  if (input.facts.seal !== sealOf(deps, input.facts.digest)) throw backupNotSealed()
  const emptied = Object.entries(fateOfTables).flatMap(([table, fate]) =>
    fate === 'void' ? emptyTable(deps.storage, table) : [],
  )
  await deps.storage.book({
    statements: [...emptied, deps.accounts.raiseAllEpochs(), deps.delivery.abandonAll()],
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
  const counts = { voided: 0, told: 0 }
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
    counts.told += changes.filter((change) => change.tells).length
    done += rows.length
    input.onProgress?.(done, of)
    after = last.id
  }
}

interface RowChange extends Pick<Booking, 'statements' | 'events'> {
  readonly voids: boolean
  readonly tells: boolean
}

const unchanged: RowChange = { statements: [], voids: false, tells: false }

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
  const held = factor && heldBefore(deps, factor, row)
  if (!factor?.afterRestore || !held) return unchanged
  const renewal = factor.afterRestore(held, deps.storage.clock.now())
  if (renewal === 'void') return voided(deps, input, { row, owner, factor })
  return { ...unchanged, statements: [renewalStatement(deps, row, renewal)] }
}

/** Undefined where it cannot be read: nothing opens it, so nothing of it can count. */
function heldBefore(
  { box }: AdministrationDeps,
  factor: Factor,
  row: Authenticator,
): HeldBefore<unknown, unknown> | undefined {
  const { counter } = row
  if (row.status === 'pending') {
    const pending = openPending(box, factor, row)
    return pending === undefined ? undefined : { pending, counter }
  }
  const opened = row.accountId ? openCandidate(box, factor, row) : openPooled(box, factor, row, '')
  return opened && { data: opened.data, counter }
}

function renewalStatement(
  deps: AdministrationDeps,
  row: Authenticator,
  { data, pending, counter }: Renewed<unknown, unknown>,
): Statement {
  return deps.authenticators.renew(row, {
    ...(data === undefined ? {} : { data: sealFor(deps.box, 'data', row, data) }),
    ...(pending === undefined ? {} : { pending: sealFor(deps.box, 'pending', row, pending) }),
    counter,
  })
}

/**
 * A way of recovery is taken off, and its owner makes a new one. Anything else stays and proves nothing: taken off, it
 * would lower the bar of its account (R1).
 */
async function voided(
  deps: AdministrationDeps,
  { actor }: RenewInput,
  { row, owner, factor }: { row: Authenticator; owner: Account | undefined; factor: Factor },
): Promise<RowChange> {
  const at = deps.storage.clock.now()
  const takesOff = factor.traits.role === 'recovery' || factor.traits.admits === true || !row.accountId
  const event: AuditEntry = {
    at,
    event: 'authenticator.voided',
    outcome: 'done',
    actor: actorName(actor),
    authenticatorId: row.id,
    ...(row.accountId ? { accountId: row.accountId } : {}),
    details: { factor: row.factor },
  }
  const values = { at, account: owner?.name ?? '', factor: factor.guide.name, label: row.label }
  const messages = owner ? await deps.notices.tell(owner, { template: 'factor.voided', values }) : []
  const change = takesOff ? deps.authenticators.remove(row) : deps.authenticators.move(row, 'suspend')
  const statements = row.status === 'active' || takesOff ? [change, ...messages] : messages
  return { statements, events: [event], voids: true, tells: messages.length > 0 }
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

import type { Import } from '../../imports/index.ts'
import type { AuditEntry, Booking } from '../../storage/index.ts'
import type { AdministrationDeps } from '../deps.ts'

type SettleDeps = Pick<
  AdministrationDeps,
  'storage' | 'imports' | 'accounts' | 'applications' | 'authenticators' | 'inventory'
>

const batchSize = 200
const abandonedAfter = 3_600_000

/**
 * Lets go of the rows of live imports, each with its audit entry, and removes those of void ones; what nobody went on
 * with for an hour becomes void. What anybody sees is decided before and does not change by it, so any process may
 * do it, and go on where another was killed.
 */
export async function settleImports(deps: SettleDeps): Promise<void> {
  await voidStaging(deps, deps.storage.clock.now() - abandonedAfter)
  for (const decided of await deps.imports.listUnsettled()) {
    const nextBatch = decided.status === 'live' ? releasing : removing
    for (;;) {
      const booking = await nextBatch(deps, decided)
      if (!booking) break
      await deps.storage.book(booking)
    }
    await deps.storage.book({ statements: [deps.imports.settle(decided.id)], locks: [decided.id] })
  }
  await removeUnnamedAccesses(deps)
}

/** Lines of lists that were given up, or replaced by newer ones: they count for nobody already. */
async function removeUnnamedAccesses({ inventory, imports, storage }: SettleDeps): Promise<void> {
  for (const id of await inventory.unnamedImports()) {
    if ((await imports.find(id))?.status === 'staging') continue
    for (;;) {
      const ids = await inventory.idsOf(id, batchSize)
      if (ids.length === 0) break
      await storage.book({ statements: [inventory.removeStaged(id, ids)], locks: [id] })
    }
  }
}

/** Gives up whatever is being staged: after a restore nobody goes on with it. */
export async function voidImports(deps: SettleDeps): Promise<void> {
  await voidStaging(deps, Number.MAX_SAFE_INTEGER)
  await settleImports(deps)
}

async function voidStaging(deps: SettleDeps, since: number): Promise<void> {
  for (const abandoned of await deps.imports.listAbandoned(since))
    await deps.storage.book(voiding(deps, abandoned))
}

function voiding(deps: SettleDeps, abandoned: Import): Booking {
  const { id, staged } = abandoned
  return {
    statements: [deps.imports.makeVoid(id)],
    events: [eventOf(deps, abandoned, 'import.voided', { staged })],
    locks: [id],
  }
}

/** The next rows that become like any other; undefined once there are none. */
async function releasing(deps: SettleDeps, live: Import): Promise<Booking | undefined> {
  return (
    (await releasingIssuers(deps, live)) ??
    (await releasingAccounts(deps, live)) ??
    releasingAuthenticators(deps, live)
  )
}

async function releasingIssuers(deps: SettleDeps, live: Import): Promise<Booking | undefined> {
  const issuers = await deps.applications.staging.listStaged(live.id, batchSize)
  if (issuers.length === 0) return undefined
  const events = issuers.map((issuer) => ({
    ...eventOf(deps, live, 'application.created', { kind: issuer.kind, class: issuer.class }),
    applicationId: issuer.id,
  }))
  return {
    statements: [deps.applications.staging.release(live.id, idsOf(issuers))],
    events,
    locks: [live.id],
  }
}

async function releasingAccounts(deps: SettleDeps, live: Import): Promise<Booking | undefined> {
  const accounts = await deps.accounts.staging.listStaged(live.id, batchSize)
  if (accounts.length === 0) return undefined
  const events = accounts.map((account) => ({
    ...eventOf(deps, live, 'account.created', { role: account.role }),
    accountId: account.id,
  }))
  return {
    statements: [deps.accounts.staging.release(live.id, idsOf(accounts))],
    events,
    locks: [live.id, ...idsOf(accounts)],
  }
}

async function releasingAuthenticators(deps: SettleDeps, live: Import): Promise<Booking | undefined> {
  const authenticators = await deps.authenticators.staging.listStaged(live.id, batchSize)
  if (authenticators.length === 0) return undefined
  const events = authenticators.map(({ id, factor, accountId, applicationId }) => ({
    ...eventOf(deps, live, 'authenticator.imported', { factor }),
    authenticatorId: id,
    ...(accountId ? { accountId } : {}),
    ...(applicationId ? { applicationId } : {}),
  }))
  const owners = new Set(authenticators.flatMap(({ accountId }) => accountId ?? []))
  return {
    statements: [deps.authenticators.staging.release(live.id, idsOf(authenticators))],
    events,
    locks: [live.id, ...owners],
  }
}

async function removing(deps: SettleDeps, { id }: Import): Promise<Booking | undefined> {
  const [issuers, accounts, authenticators] = await Promise.all([
    deps.applications.staging.listStaged(id, batchSize),
    deps.accounts.staging.listStaged(id, batchSize),
    deps.authenticators.staging.listStaged(id, batchSize),
  ])
  if (issuers.length + accounts.length + authenticators.length === 0) return undefined
  return {
    statements: [
      deps.applications.staging.removeStaged(id, idsOf(issuers)),
      deps.accounts.staging.removeStaged(id, idsOf(accounts)),
      deps.authenticators.staging.removeStaged(id, idsOf(authenticators)),
    ],
    locks: [id],
  }
}

function idsOf<Row extends { readonly id: string }>(rows: readonly Row[]): readonly Row['id'][] {
  return rows.map((row) => row.id)
}

function eventOf(
  { storage }: Pick<SettleDeps, 'storage'>,
  { id, actor }: Import,
  event: string,
  details: Readonly<Record<string, string | number>>,
): AuditEntry {
  return { at: storage.clock.now(), event, outcome: 'done', actor, details: { import: id, ...details } }
}

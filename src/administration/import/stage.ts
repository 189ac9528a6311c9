import type { Account, CanonicalName } from '../../accounts/index.ts'
import type { Application } from '../../applications/index.ts'
import { sealFor } from '../../authenticators/index.ts'
import type { Factor } from '../../factors/factor.ts'
import type { Import } from '../../imports/index.ts'
import { newId } from '../../kernel/ids.ts'
import type { Booking, Statement } from '../../storage/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { type ImportEntry, isAccess, isOffer, isToken, type OfferEntry, type TokenEntry } from './entries.ts'
import type { Found } from './survey.ts'

/** Accounts and issuers that the import itself brings, by name. */
export interface Brought {
  readonly accounts: Map<CanonicalName, Account>
  readonly issuers: Map<CanonicalName, Application>
}

/** What an import holds so far: another process may have begun it. */
export async function broughtBy(deps: AdministrationDeps, { id, staged }: Import): Promise<Brought> {
  if (staged === 0) return { accounts: new Map(), issuers: new Map() }
  const all = Number.MAX_SAFE_INTEGER
  const [accounts, issuers] = await Promise.all([
    deps.accounts.staging.listStaged(id, all),
    deps.applications.staging.listStaged(id, all),
  ])
  return {
    accounts: new Map(accounts.map((account) => [account.key, account])),
    issuers: new Map(issuers.map((issuer) => [issuer.key, issuer])),
  }
}

/** A batch as one booking, and what it brings once that is booked. */
export interface StagedBatch {
  readonly booking: Booking
  readonly brought: Brought
}

/** The next batch of an import. Nobody sees any of it before the import is live. */
export function stageBatch(
  deps: AdministrationDeps,
  current: Import,
  batch: readonly ImportEntry[],
  { found, before }: { readonly found: Found; readonly before: Brought },
): StagedBatch {
  const statements: Statement[] = [deps.imports.advance(current, batch.length)]
  const brought: Brought = { accounts: new Map(), issuers: new Map() }
  const known = new Set<Account>()

  function accountOf({ account: name }: OfferEntry): Account {
    const there = found.accounts.get(name.key)
    if (there) known.add(there)
    const own = there ?? before.accounts.get(name.key) ?? brought.accounts.get(name.key)
    if (own) return own
    const { account, statement } = deps.accounts.staging.stage(current.id, { name })
    statements.push(statement)
    brought.accounts.set(name.key, account)
    return account
  }

  function issuerOf({ issuer: name }: OfferEntry): Application {
    const own = found.issuers.get(name.key) ?? before.issuers.get(name.key) ?? brought.issuers.get(name.key)
    if (own) return own
    const { application, statement } = deps.applications.staging.stage(current.id, { name, kind: 'issuer' })
    statements.push(statement)
    brought.issuers.set(name.key, application)
    return application
  }

  for (const entry of batch) {
    if (isToken(entry)) statements.push(tokenStatement(deps, current, entry, factorOf(deps, entry)))
    if (isOffer(entry)) {
      const owner = { entry, account: accountOf(entry), issuer: issuerOf(entry) }
      statements.push(offerStatement(deps, current, factorOf(deps, entry), owner))
    }
  }
  const accesses = batch.filter(isAccess).map(({ access }) => access)
  if (accesses.length > 0) statements.push(deps.inventory.stage(current.id, accesses))
  const guards = [...known].map(({ id, epoch }) => deps.accounts.expectActiveEpoch(id, epoch))
  const locks = [current.id, ...[...known].map((account) => account.id)]
  return { booking: { statements: [...statements, ...guards], locks }, brought }
}

function offerStatement(
  deps: AdministrationDeps,
  current: Import,
  factor: Factor,
  owner: { readonly entry: OfferEntry; readonly account: Account; readonly issuer: Application },
): Statement {
  const row = { ...base(deps, current, factor), accountId: owner.account.id, applicationId: owner.issuer.id }
  const pending = sealFor(deps.box, 'pending', row, factor.pending.parse(owner.entry.pending))
  return deps.authenticators.staging.stageOffer(current.id, { ...row, label: factor.guide.name, pending })
}

function tokenStatement(
  deps: AdministrationDeps,
  current: Import,
  { token }: TokenEntry,
  factor: Factor,
): Statement {
  const row = { ...base(deps, current, factor), accountId: undefined, applicationId: undefined }
  const { handle, label, counter, expiresAt } = token
  const data = sealFor(deps.box, 'data', row, factor.data.parse(token.data))
  return deps.authenticators.staging.stageToken(current.id, {
    ...row,
    handle,
    label,
    data,
    counter,
    expiresAt,
  })
}

function base(deps: AdministrationDeps, current: Import, factor: Factor) {
  const { clock } = deps.storage
  const id = newId<'authenticator'>({ clock, random: deps.random })
  return { id, factor: factor.id, createdBy: current.actor, createdAt: clock.now() }
}

/** Looked at before: a batch with an unknown factor is never staged. */
function factorOf(deps: AdministrationDeps, { factor: id }: OfferEntry | TokenEntry): Factor {
  const factor = deps.factors.find(id)
  if (!factor) throw new TypeError(`There is no factor ${id}`)
  return factor
}

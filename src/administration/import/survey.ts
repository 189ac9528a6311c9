import type { Account, CanonicalName } from '../../accounts/index.ts'
import type { Application } from '../../applications/index.ts'
import type { Authenticator } from '../../authenticators/index.ts'
import { lookOf } from '../../directories/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { AdministrationDeps } from '../deps.ts'
import {
  type ImportEntry,
  type ImportProblem,
  isAccess,
  isOffer,
  isToken,
  keysOf,
  type OfferEntry,
} from './entries.ts'
import * as problem from './problems.ts'

/** What a batch of entries meets in the database, and what stands in their way. */
export interface Found {
  readonly problems: readonly ImportProblem[]
  /** Those that are there already; the others come with the import. */
  readonly accounts: ReadonlyMap<CanonicalName, Account>
  readonly issuers: ReadonlyMap<CanonicalName, Application>
}

/** Looks for everything that would stop an import. Reads only; what `importId` holds itself is no hindrance. */
export async function lookAt(
  deps: AdministrationDeps,
  batch: readonly ImportEntry[],
  importId: Id<'import'> | undefined,
): Promise<Found> {
  const met = await meet(deps, batch, importId)
  return { ...met, problems: batch.flatMap((entry) => problemOf(deps, entry, met) ?? []) }
}

/** Everything that the database has to say of a batch, asked at once. */
interface Met {
  readonly accounts: ReadonlyMap<CanonicalName, Account>
  readonly issuers: ReadonlyMap<CanonicalName, Application>
  /** What the accounts have already, by account. */
  readonly authenticators: ReadonlyMap<string | undefined, readonly Authenticator[]>
  /** Names of accounts and issuers that somebody has without being seen, or of the same look. */
  readonly namesTaken: ReadonlySet<CanonicalName>
  readonly issuersTaken: ReadonlySet<CanonicalName>
  /** Factor and handle. */
  readonly handlesTaken: ReadonlySet<string>
}

async function meet(
  deps: AdministrationDeps,
  batch: readonly ImportEntry[],
  importId: Id<'import'> | undefined,
): Promise<Met> {
  const offers = batch.filter(isOffer)
  const [accounts, issuers] = await Promise.all([
    accountsNamed(deps, unique(offers.map((entry) => entry.account.key))),
    issuersNamed(deps, unique(offers.map((entry) => entry.issuer.key))),
  ])
  const newNames = unique(offers.map((entry) => entry.account.key)).filter((key) => !accounts.has(key))
  const newIssuers = unique(offers.map((entry) => entry.issuer.key)).filter((key) => !issuers.has(key))
  const [rows, namesTaken, issuersTaken, handlesTaken] = await Promise.all([
    deps.authenticators.ofAccounts([...accounts.values()].map((account) => account.id)),
    deps.accounts.staging.namesTaken(newNames, importId),
    deps.applications.staging.namesTaken(newIssuers, importId),
    tokensTaken(deps, batch, importId),
  ])
  const authenticators = Map.groupBy(rows, (row) => row.accountId)
  return { accounts, issuers, authenticators, namesTaken, issuersTaken, handlesTaken }
}

function problemOf(deps: AdministrationDeps, entry: ImportEntry, met: Met): ImportProblem | undefined {
  if (isAccess(entry)) return undefined
  const factor = deps.factors.find(entry.factor)
  if (!factor) return problem.factorUnknown(entry)
  if (isToken(entry))
    return met.handlesTaken.has(handleKey(entry.factor, entry.token.handle))
      ? problem.tokenExists(entry)
      : undefined

  const issuer = met.issuers.get(entry.issuer.key)
  if (issuer?.kind === 'portal') return problem.portalIsNoIssuer(entry)
  if (met.issuersTaken.has(entry.issuer.key)) return problem.issuerTaken(entry)
  const account = met.accounts.get(entry.account.key)
  if (!account) return met.namesTaken.has(entry.account.key) ? problem.accountTaken(entry) : undefined
  if (account.status !== 'active') return problem.accountDisabled(entry)
  const own = met.authenticators.get(account.id) ?? []
  if (issuer && own.some((row) => row.applicationId === issuer.id)) return problem.heldAlready(entry)
  const confirmed = own.filter(
    (row) => row.factor === entry.factor && row.status !== 'pending' && !row.applicationId,
  )
  return confirmed.length >= factor.traits.perAccount ? problem.noRoom(entry) : undefined
}

/** What stands twice among the entries themselves, and names that look alike in print. */
export function doubledAmong(entries: readonly ImportEntry[]): readonly ImportProblem[] {
  const seen = new Set<string>()
  const looks = new Map<string, OfferEntry>()
  return entries.flatMap((entry) => {
    const key = keyOf(entry)
    if (seen.has(key)) return problem.standsTwice(entry)
    seen.add(key)
    if (!isOffer(entry)) return []
    const look = lookOf(entry.account.key)
    const other = looks.get(look) ?? entry
    looks.set(look, other)
    return other.account.key === entry.account.key ? [] : problem.looksAlike(entry, other)
  })
}

function keyOf(entry: ImportEntry): string {
  if (isToken(entry)) return handleKey(entry.factor, entry.token.handle)
  if (isAccess(entry)) return JSON.stringify(keysOf(entry))
  return JSON.stringify([entry.account.key, entry.issuer.key, 'account'])
}

function handleKey(factor: string, handle: string): string {
  return JSON.stringify([factor, handle])
}

async function accountsNamed(deps: AdministrationDeps, keys: readonly CanonicalName[]) {
  const found = await deps.accounts.findByNames(keys)
  return new Map(found.map((account) => [account.key, account]))
}

async function issuersNamed(deps: AdministrationDeps, keys: readonly CanonicalName[]) {
  const found = await deps.applications.findByNames(keys)
  return new Map(found.map((application) => [application.key, application]))
}

async function tokensTaken(
  deps: AdministrationDeps,
  batch: readonly ImportEntry[],
  importId: Id<'import'> | undefined,
): Promise<ReadonlySet<string>> {
  const byFactor = Map.groupBy(batch.filter(isToken), (entry) => entry.factor)
  const taken = [...byFactor].map(async ([factor, entries]) => {
    const handles = entries.map((entry) => entry.token.handle)
    const found = await deps.authenticators.staging.handlesTaken(factor, handles, importId)
    return [...found].map((handle) => handleKey(factor, handle))
  })
  return new Set((await Promise.all(taken)).flat())
}

function unique<Key>(keys: readonly Key[]): readonly Key[] {
  return [...new Set(keys)]
}

import { type Account, type Name, typedName } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import type { Authenticator } from '../authenticators/index.ts'
import type { Engine } from '../engine.ts'
import { parseWith } from '../kernel/parse.ts'
import { accountAmbiguous, accountNotFoundFor, issuerIsEmpty, issuerNotFound, usage } from './errors.ts'

/** One authenticator of an issuer, with whom it belongs to. */
export interface Holding {
  readonly account: Account
  readonly issuer: Application
  readonly authenticator: Authenticator
}

/** A name that must be given; where a person sits there, it is asked for. */
export async function neededName(
  given: string | undefined,
  flag: string,
  ask: (() => Promise<string>) | undefined,
): Promise<Name> {
  const typed = given ?? (await ask?.())
  if (typed === undefined || typed === '') throw usage(`${flag} is missing.`)
  return parseWith(typedName, typed, flag)
}

/** The issuer of that name; our own pages are none. Throws `issuer.not-found`. */
export async function findIssuer(engine: Engine, name: Name): Promise<Application> {
  const application = await engine.applications.findByName(name.key)
  if (!application || application.kind === 'portal') throw issuerNotFound(name.shown)
  return application
}

/** Everything that was made for issuers, by issuer and account. */
export async function allHoldings(engine: Engine): Promise<readonly Holding[]> {
  const applications = await engine.applications.list()
  const issuers = applications.filter((application) => application.kind !== 'portal')
  const holdings = await Promise.all(issuers.map((issuer) => holdingsOf(engine, issuer)))
  return holdings.flat()
}

/** What was made for one issuer, by account. */
export async function holdingsOf(engine: Engine, issuer: Application): Promise<readonly Holding[]> {
  const rows = await engine.authenticators.ofApplication(issuer.id)
  const ids = [...new Set(rows.flatMap((row) => (row.accountId ? [row.accountId] : [])))]
  const found = await accountsOf(engine, ids)
  const accounts = new Map(found.map((account) => [account.id, account]))
  return rows
    .flatMap((authenticator) => {
      const account = authenticator.accountId && accounts.get(authenticator.accountId)
      return account ? [{ account, issuer, authenticator }] : []
    })
    .toSorted((a, b) => a.account.key.localeCompare(b.account.key, 'en'))
}

const readAtOnce = 500

async function accountsOf(engine: Engine, ids: readonly Account['id'][]): Promise<readonly Account[]> {
  const found: Account[] = []
  for (let start = 0; start < ids.length; start += readAtOnce)
    found.push(...(await engine.accounts.findAll(ids.slice(start, start + readAtOnce))))
  return found
}

/** Of one account and issuer; at least one. Throws `issuer.not-found` or `account.not-found`. */
export async function holdingsFor(engine: Engine, names: { readonly account: Name; readonly issuer: Name }) {
  const issuer = await findIssuer(engine, names.issuer)
  const account = await engine.accounts.findByName(names.account.key)
  const rows = account ? await engine.authenticators.ofAccount(account.id) : []
  const own = rows.filter((row) => row.applicationId === issuer.id)
  if (!account || own.length === 0) throw accountNotFoundFor(names.account.shown, issuer.name)
  return { account, issuer, authenticators: own }
}

/** The only account of an issuer. Throws `account.ambiguous` with the names where there are several. */
export async function onlyAccountOf(engine: Engine, issuer: Application): Promise<Account> {
  const holdings = await holdingsOf(engine, issuer)
  const accounts = new Map(holdings.map(({ account }) => [account.id, account]))
  const [only, ...others] = accounts.values()
  if (!only) throw issuerIsEmpty(issuer.name)
  if (others.length > 0)
    throw accountAmbiguous(
      issuer.name,
      [...accounts.values()].map(({ name }) => name),
    )
  return only
}

import type { Account } from '../../../accounts/index.ts'
import { broughtAccount } from '../../../administration/index.ts'
import { canonicalName, pushedDirectoryId } from '../../../directories/index.ts'
import { isSecondFactor } from '../../../enrolment/index.ts'
import type { DoorDeps } from '../../protocol.ts'
import { issuerOf } from './clouds.ts'
import type { Connected } from './connected.ts'
import { unknownPerson } from './errors.ts'
import type { Hint } from './hint.ts'

export interface Person {
  readonly account: Account
  /** Known by the name alone so far: linked once what the account has set up was shown. */
  readonly unlinked: boolean
}

type PeopleDeps = Pick<DoorDeps, 'storage' | 'accounts' | 'accountLinks' | 'authenticators' | 'factors'>

/**
 * Whose account somebody of the tenant has: only by an id that the tenant never gives to anybody else (R12, R18).
 * A name, where that is set, is but a guess at whom to ask for what that account has set up. Throws `EntraRefusal`.
 */
export async function findPerson(
  deps: PeopleDeps,
  { application, settings }: Connected,
  { objectId, userName }: Pick<Hint, 'objectId' | 'userName'>,
): Promise<Person> {
  const link = await deps.accountLinks.find(issuerOf(settings), objectId)
  const id = link?.accountId ?? (await broughtAccount(deps, application.id, objectId))
  if (id) return { account: active(await deps.accounts.find(id)), unlinked: false }
  if (settings.people !== 'by-name') throw unknownPerson('unknown')
  const named = await findByName(deps, userName)
  // Whoever was brought is known by the id that was brought with them, and another id is somebody else's.
  if (named?.directory === pushedDirectoryId(application.id)) throw unknownPerson('of another id')
  const account = active(named)
  await requireUnlinked(deps, account, issuerOf(settings))
  await requireSecondFactor(deps, account)
  return { account, unlinked: true }
}

function active(account: Account | undefined): Account {
  if (!account) throw unknownPerson('unknown')
  if (account.status !== 'active') throw unknownPerson('disabled')
  return account
}

async function findByName(
  { accounts }: PeopleDeps,
  userName: string | undefined,
): Promise<Account | undefined> {
  const name = canonicalName(userName ?? '')
  return name.valid ? accounts.findByName(name.key) : undefined
}

/** Somebody else of the tenant has that account, under a name that has changed hands since. */
async function requireUnlinked(deps: PeopleDeps, { id }: Account, issuer: string): Promise<void> {
  const links = await deps.accountLinks.listOf(id)
  if (links.some((link) => link.issuer === issuer)) throw unknownPerson('of another id')
}

/** Who would set up the first one of an account may be anybody whom it is called like. */
async function requireSecondFactor(deps: PeopleDeps, { id }: Account): Promise<void> {
  const own = await deps.authenticators.ofAccount(id)
  if (!own.some((row) => row.status === 'active' && isSecondFactor(deps, row)))
    throw unknownPerson('not linked')
}

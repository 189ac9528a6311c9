import type { Account, CanonicalName } from '../../accounts/index.ts'
import type { Authenticator } from '../../authenticators/index.ts'
import { isSecondFactor } from '../../enrolment/index.ts'
import { isPrivileged, type Profile, type Reach, serviceBecause } from '../../inventory/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { type KnownSystem, systemsOf } from './systems.ts'

/** What is known of an account by its name, whether or not the house has it. */
export interface NamedProfile extends Profile {
  readonly key: string
  readonly name: string
  readonly here: boolean
}

const batchSize = 1_000
const day = 86_400_000

/** Every active account, and every name on a list that nobody here has; batch by batch, so that others get their turn. */
export async function* readProfiles(deps: AdministrationDeps): AsyncGenerator<readonly NamedProfile[]> {
  const systems = new Map((await systemsOf(deps)).map((system) => [system.key, system]))
  const signIns = await readSignIns(deps)
  for (let after: string | undefined; ; ) {
    const accounts = await deps.accounts.walk(after, batchSize)
    const last = accounts.at(-1)
    if (!last) break
    yield profilesOf(deps, accounts.filter(isActive), { systems, signIns })
    after = last.key
  }
  for (let after = ''; ; ) {
    const listed = await deps.inventory.accountsAfter(after, batchSize)
    const last = listed.at(-1)
    if (!last) return
    yield strangersOf(deps, listed, systems)
    after = last.key
  }
}

function isActive({ status }: Account): boolean {
  return status === 'active'
}

type Systems = ReadonlyMap<string, KnownSystem>

interface Known {
  readonly systems: Systems
  /** The keys of the applications to which each account was seen to sign in. */
  readonly signIns: ReadonlyMap<string, ReadonlySet<string>>
}

async function profilesOf(deps: AdministrationDeps, accounts: readonly Account[], known: Known) {
  const ids = accounts.map(({ id }) => id)
  const [rows, memberships, lines] = await Promise.all([
    deps.authenticators.ofAccounts(ids),
    deps.groups.listOfAll(ids),
    deps.inventory.reachedBy(accounts.map(({ key }) => key)),
  ])
  const rowsBy = Map.groupBy(rows, ({ accountId }) => accountId)
  const linesBy = Map.groupBy(lines, ({ account }) => account)
  const now = deps.storage.clock.now()
  return accounts.map((account): NamedProfile => {
    const own = rowsBy.get(account.id) ?? []
    const groups = memberships.get(account.id) ?? []
    const lastSeen = account.lastSignInAt ?? account.createdAt
    return {
      key: account.key,
      name: account.name,
      here: true,
      role: account.role,
      marks: account.marks,
      reaches: [
        ...(linesBy.get(account.key) ?? []).map((line) =>
          reach(known.systems, line.system, line.entitlement),
        ),
        ...groups.map((group) => reach(known.systems, group.key, isPrivileged(group.name) ? group.name : '')),
        ...[...(known.signIns.get(account.id) ?? [])].map((key) => reach(known.systems, key, '')),
      ],
      service: serviceBecause(
        account.name,
        groups.map(({ name }) => name),
      ),
      weakPassword: own.some(({ weak, status }) => weak && status === 'active'),
      idleDays: Math.floor((now - lastSeen) / day),
      held: heldOf(deps, own),
    }
  })
}

/** Names on lists that no account here has. */
async function strangersOf(
  deps: AdministrationDeps,
  listed: readonly { readonly key: CanonicalName; readonly name: string }[],
  systems: Systems,
): Promise<readonly NamedProfile[]> {
  const keys = listed.map(({ key }) => key)
  const [here, lines] = await Promise.all([deps.accounts.findByNames(keys), deps.inventory.reachedBy(keys)])
  const known = new Set<string>(here.map(({ key }) => key))
  const linesBy = Map.groupBy(lines, ({ account }) => account)
  return listed
    .filter(({ key }) => !known.has(key))
    .map(({ key, name }) => ({
      key,
      name,
      here: false,
      role: 'person',
      marks: [],
      reaches: (linesBy.get(key) ?? []).map((line) => reach(systems, line.system, line.entitlement)),
      service: serviceBecause(name, []),
      weakPassword: false,
      idleDays: undefined,
      held: 'none',
    }))
}

function reach(systems: Systems, key: string, right: string): Reach {
  const system = systems.get(key)
  return {
    system: system?.name ?? key,
    class: system?.class ?? 'other',
    right: isPrivileged(right) ? right : undefined,
  }
}

/** Where people were seen to sign in; our own pages say nothing, for everybody goes there. */
async function readSignIns(deps: AdministrationDeps): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const applications = new Map((await deps.applications.list()).map((one) => [one.id as string, one]))
  const found = new Map<string, Set<string>>()
  for (let after = ''; ; ) {
    const rows = await deps.attempts.signInsAfter(after, 10 * batchSize)
    for (const { accountId, applicationId } of rows) {
      const application = applications.get(applicationId)
      if (!application || application.kind === 'portal') continue
      const own = found.get(accountId) ?? new Set()
      found.set(accountId, own.add(application.key))
    }
    const last = rows.at(-1)
    if (!last) return found
    after = last.id
  }
}

function heldOf(deps: AdministrationDeps, rows: readonly Authenticator[]): Profile['held'] {
  const second = rows.filter((row) => row.status !== 'pending' && isSecondFactor(deps, row))
  if (second.some(({ status }) => status === 'active')) return 'second'
  return second.length > 0 ? 'unusable' : 'none'
}

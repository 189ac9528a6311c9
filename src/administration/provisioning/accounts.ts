import { isDeepStrictEqual } from 'node:util'
import { type Account, accountNameTaken, canonicalName, type Name, typedName } from '../../accounts/index.ts'
import type { ApiCaller } from '../../applications/index.ts'
import { endedThere } from '../../authentication/index.ts'
import { pushedDirectoryId } from '../../directories/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import type { AuditEntry, Statement } from '../../storage/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { contactChanges, contactStatements } from '../directories/index.ts'
import { broughtAccount } from './brought.ts'
import { requireProvisioning } from './caller.ts'
import { externalIdTaken, provisionedChanged, provisionedNotFound, provisionedPrivileged } from './errors.ts'
import type { Lookup, Page, ProvisionedAccount, WantedAccount } from './schema.ts'
import { type AccountRow, provisioningStore } from './store.ts'

/** Those that an application has brought, in the order in which they were made; all of them without a page. */
export async function listProvisioned(
  deps: AdministrationDeps,
  caller: ApiCaller,
  page?: Page,
): Promise<readonly ProvisionedAccount[]> {
  requireProvisioning(caller)
  const rows = await provisioningStore(deps.storage).accountsOf(caller.application.id, page)
  const accounts = page
    ? await deps.accounts.findAll(rows.map(({ accountId }) => accountId))
    : await deps.accounts.listOfDirectory(directoryOf(caller))
  const byId = new Map(accounts.map((account) => [account.id, account]))
  return rows.flatMap((row) => {
    const account = byId.get(row.accountId)
    return account ? [together(account, row)] : []
  })
}

export function countProvisioned(deps: AdministrationDeps, caller: ApiCaller): Promise<number> {
  requireProvisioning(caller)
  return provisioningStore(deps.storage).countAccounts(caller.application.id)
}

/** The one that has this value, if the application has brought it. */
export async function lookUpProvisioned(
  deps: AdministrationDeps,
  caller: ApiCaller,
  lookup: Lookup,
): Promise<ProvisionedAccount | undefined> {
  requireProvisioning(caller)
  const id = await idOf(deps, caller, lookup)
  return id && seen(deps, caller, id)
}

async function idOf(
  deps: AdministrationDeps,
  { application }: ApiCaller,
  { by, value }: Lookup,
): Promise<Id<'account'> | undefined> {
  if (by === 'id') return isId<'account'>(value) ? value : undefined
  if (by === 'externalId') return broughtAccount(deps, application.id, value)
  const name = canonicalName(value)
  return name.valid ? (await deps.accounts.findByName(name.key))?.id : undefined
}

/** Throws `provisioning.not-found`. */
export async function findProvisioned(
  deps: AdministrationDeps,
  caller: ApiCaller,
  id: Id<'account'>,
): Promise<ProvisionedAccount> {
  requireProvisioning(caller)
  const found = await seen(deps, caller, id)
  if (!found) throw provisionedNotFound()
  return found
}

async function seen(
  deps: AdministrationDeps,
  caller: ApiCaller,
  id: Id<'account'>,
): Promise<ProvisionedAccount | undefined> {
  const [account, row] = await Promise.all([
    deps.accounts.find(id),
    provisioningStore(deps.storage).account(caller.application.id, id),
  ])
  return account && row && account.directory === directoryOf(caller) ? together(account, row) : undefined
}

/**
 * A new account of the application's own. A name that somebody has already is never taken over, whoever has it.
 * Throws `account.name-taken` and `provisioning.external-id-taken`.
 */
export async function provisionAccount(
  deps: AdministrationDeps,
  caller: ApiCaller,
  wanted: WantedAccount,
): Promise<ProvisionedAccount> {
  requireProvisioning(caller)
  await requireFreeExternalId(deps, caller, wanted.externalId, undefined)
  if (await deps.accounts.findByName(wanted.name.key)) throw accountNameTaken()
  const { name, attributes } = wanted
  const created = deps.accounts.create({ name, attributes, link: { directory: directoryOf(caller) } })
  const { account } = created
  const contacts = wanted.contacts.map(
    (address) => deps.contacts.add({ accountId: account.id, address, source: 'directory' }).statement,
  )
  const store = provisioningStore(deps.storage)
  const { externalId, profile } = wanted
  const applicationId = caller.application.id
  const outcome = await deps.storage.book({
    statements: [
      created.statement,
      ...contacts,
      store.insertAccount({ accountId: account.id, applicationId, externalId, profile }),
      ...(wanted.active ? [] : endedThere(deps, account).statements),
    ],
    events: [eventOf(deps, caller, account, 'account.created', { role: account.role })],
    locks: [account.id],
  })
  if (outcome === 'refused') throw accountNameTaken()
  return findProvisioned(deps, caller, account.id)
}

/**
 * Makes an account as its application wants it. Disabled is signed out at once; enabled again is only whom the
 * application had disabled itself. Throws `provisioning.privileged` for whoever has rights here, and what
 * `provisionAccount` throws.
 */
export async function changeProvisioned(
  deps: AdministrationDeps,
  caller: ApiCaller,
  before: ProvisionedAccount,
  wanted: WantedAccount,
): Promise<ProvisionedAccount> {
  const { account } = before
  requireChangeable(caller, account)
  await requireFreeExternalId(deps, caller, wanted.externalId, account.id)
  const renamed = wanted.name.shown !== account.name
  if (renamed) await requireFreeName(deps, wanted.name, account)
  const standing = await standingChange(deps, caller, account, wanted.active)
  const contacts = contactChanges(await deps.contacts.listOf(account.id), wanted.contacts)
  const told = !isDeepStrictEqual(wanted.attributes, account.attributes.told)
  const afterwards = { id: account.id, version: account.version + (renamed ? 1 : 0) }
  const reached = contacts.added.length > 0 || contacts.removed.length > 0
  const changed = [renamed && 'name', told && 'attributes', reached && 'contacts'].filter(Boolean).join(', ')
  const outcome = await deps.storage.book({
    statements: [
      // A role that was given meanwhile raised the epoch.
      deps.accounts.expectEpoch(account.id, account.epoch),
      ...(renamed ? [deps.accounts.rename(account, wanted.name)] : []),
      ...(told ? [deps.accounts.setAttributes(afterwards, wanted.attributes)] : []),
      ...(await contactStatements(deps, account, contacts)),
      provisioningStore(deps.storage).updateAccount(rowOf(before), wanted),
      ...standing.statements,
    ],
    events: [
      ...(changed === '' ? [] : [eventOf(deps, caller, account, 'account.changed', { changed })]),
      ...standing.events,
    ],
    locks: [account.id],
  })
  if (outcome === 'refused') throw renamed ? accountNameTaken() : provisionedChanged()
  return findProvisioned(deps, caller, account.id)
}

/**
 * The application knows it no longer: disabled, signed out, and its name free for somebody else, who is then somebody
 * else (R12). Its authenticators and its trail stay with it.
 */
export async function removeProvisioned(
  deps: AdministrationDeps,
  caller: ApiCaller,
  before: ProvisionedAccount,
): Promise<void> {
  const { account } = before
  requireChangeable(caller, account)
  const reason = 'removed by its application'
  const outcome = await deps.storage.book({
    statements: [
      deps.accounts.expectEpoch(account.id, account.epoch),
      deps.accounts.rename(account, freed(account)),
      provisioningStore(deps.storage).removeAccount(rowOf(before)),
      ...(account.status === 'active' ? endedThere(deps, account).statements : []),
    ],
    events: [eventOf(deps, caller, account, 'account.disabled', { reason })],
    locks: [account.id],
  })
  if (outcome === 'refused') throw provisionedChanged()
}

function directoryOf({ application }: ApiCaller) {
  return pushedDirectoryId(application.id)
}

function requireChangeable(caller: ApiCaller, { role }: Account): void {
  requireProvisioning(caller)
  if (role !== 'person') throw provisionedPrivileged()
}

async function requireFreeExternalId(
  deps: AdministrationDeps,
  { application }: ApiCaller,
  externalId: string | undefined,
  own: Id<'account'> | undefined,
): Promise<void> {
  if (externalId === undefined) return
  const holder = await broughtAccount(deps, application.id, externalId)
  if (holder && holder !== own) throw externalIdTaken()
}

async function requireFreeName(deps: AdministrationDeps, name: Name, { id }: Account): Promise<void> {
  const holder = await deps.accounts.findByName(name.key)
  if (holder && holder.id !== id) throw accountNameTaken()
}

async function standingChange(
  deps: AdministrationDeps,
  caller: ApiCaller,
  account: Account,
  active: boolean,
): Promise<{ readonly statements: readonly Statement[]; readonly events: readonly AuditEntry[] }> {
  const reason = 'said by its application'
  const isActive = account.status === 'active'
  if (isActive && !active) {
    const events = [eventOf(deps, caller, account, 'account.disabled', { reason })]
    return { statements: endedThere(deps, account).statements, events }
  }
  const ended = await deps.directoryBooks.endedBy(account.directory)
  if (isActive || !active || !ended.has(account.id)) return { statements: [], events: [] }
  return {
    statements: [deps.accounts.enable(account.id), deps.directoryBooks.revive(account.id)],
    events: [eventOf(deps, caller, account, 'account.enabled', { reason })],
  }
}

const longestKept = 200

/** A name that nobody types, and in which the old one can be found. */
function freed({ name, id }: Account): Name {
  return typedName.parse(`${[...name].slice(0, longestKept).join('')} (removed ${id.slice(-8)})`)
}

function together(account: Account, { externalId, profile, changedAt }: AccountRow): ProvisionedAccount {
  return { account, externalId, profile, changedAt }
}

function rowOf({ account, ...row }: ProvisionedAccount): AccountRow {
  return { accountId: account.id, ...row }
}

function eventOf(
  deps: AdministrationDeps,
  { application }: ApiCaller,
  account: Account,
  event: string,
  details: NonNullable<AuditEntry['details']>,
): AuditEntry {
  const at = deps.storage.clock.now()
  return {
    ...{ at, event, outcome: 'done', actor: `application:${application.id}` },
    accountId: account.id,
    applicationId: application.id,
    details,
  } as const
}

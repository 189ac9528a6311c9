import type { Account } from '../../accounts/index.ts'
import { endedThere } from '../../authentication/index.ts'
import type { Directory } from '../../directories/index.ts'
import { bindAuthenticator } from '../../enrolment/index.ts'
import type { AuditEntry, Booking, Statement } from '../../storage/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import type { HeldTo } from '../policy/one-by-one.ts'
import { contactStatements } from './contacts.ts'
import { type AccountChange, addressesOf, type LeftOut } from './plan.ts'
import { wayInAfter } from './way-in.ts'

/** What is booked for one change, and under which name it is told of where somebody else was first. */
export interface PlannedBooking extends Required<Pick<Booking, 'statements' | 'events' | 'locks'>> {
  readonly otherwise: LeftOut
}

/** One account's change, as statements. */
export async function bookingOf(
  deps: AdministrationDeps,
  directory: Directory,
  change: AccountChange,
): Promise<PlannedBooking> {
  if (change.act === 'create') return creation(deps, directory, change)
  const planned =
    change.act === 'end' ? ending(deps, directory, change) : await alteration(deps, directory, change)
  const { role, name } = change.account
  return role === 'administrator' ? heldTo(planned, await wayInAfter(deps, change), name) : planned
}

/** Somebody must be able to mend what a directory broke: where nobody were left who comes in, nothing is booked (R11). */
export function heldTo(planned: PlannedBooking, wayIn: HeldTo | undefined, name: string): PlannedBooking {
  if (!wayIn) return { ...planned, statements: [], otherwise: { name, because: 'last-administrator' } }
  return {
    ...planned,
    statements: [...wayIn.statements, ...planned.statements],
    locks: [...planned.locks, ...wayIn.locks],
  }
}

type Change<Act> = Extract<AccountChange, { readonly act: Act }>

function creation(
  deps: AdministrationDeps,
  directory: Directory,
  { entry, name }: Change<'create'>,
): PlannedBooking {
  const link = { directory: directory.id, id: entry.id }
  const { attributes = {} } = entry
  const { account, statement } = deps.accounts.create({ name, link, attributes })
  const contacts = addressesOf(entry.contacts).map(
    (address) => deps.contacts.add({ accountId: account.id, address, source: 'directory' }).statement,
  )
  return {
    statements: [statement, ...contacts, ...passwordThere(deps, directory, account)],
    events: [eventOf(deps, directory, account, 'account.created', { role: account.role })],
    locks: [account.id],
    otherwise: { name: name.shown, because: 'name-taken' },
  }
}

/** What stands for the password, which the directory judges. */
function passwordThere(
  deps: AdministrationDeps,
  directory: Directory,
  account: Account,
): readonly Statement[] {
  const factor = deps.factors.all.find(({ traits, heldElsewhere }) => traits.first && heldElsewhere)
  const held = factor?.heldElsewhere?.({ directory: directory.id, id: account.directoryId })
  if (!factor || !held) return []
  const binding = { account, createdBy: actorOf(directory), at: deps.storage.clock.now() }
  return [bindAuthenticator(deps, binding, factor, held).statement]
}

function ending(
  deps: AdministrationDeps,
  directory: Directory,
  { account, because }: Change<'end'>,
): PlannedBooking {
  const reason = `${because} in ${directory.id}`
  return {
    statements: endedThere(deps, account).statements,
    events: [eventOf(deps, directory, account, 'account.disabled', { reason })],
    locks: [account.id],
    otherwise: { name: account.name, because: 'last-administrator' },
  }
}

async function alteration(
  deps: AdministrationDeps,
  directory: Directory,
  { account, rename, enable, attributes, added, removed }: Change<'change'>,
): Promise<PlannedBooking> {
  const { id, version } = account
  const renamed = { id, version: version + (rename ? 1 : 0) }
  const statements = [
    ...(rename ? [deps.accounts.rename(account, rename)] : []),
    ...(attributes ? [deps.accounts.setAttributes(renamed, attributes)] : []),
    ...(enable ? [deps.accounts.enable(id), deps.directoryBooks.revive(id)] : []),
    ...(await contactStatements(deps, account, { added, removed })),
  ]
  const contacts = added.length > 0 || removed.length > 0
  const what = [rename && 'name', attributes && 'attributes', contacts && 'contacts'].filter(Boolean)
  const reason = `enabled in ${directory.id}`
  return {
    statements,
    events: [
      ...(enable ? [eventOf(deps, directory, account, 'account.enabled', { reason })] : []),
      ...(what.length > 0
        ? [eventOf(deps, directory, account, 'account.changed', { changed: what.join(', ') })]
        : []),
    ],
    locks: [id],
    otherwise: { name: rename?.shown ?? account.name, because: 'name-taken' },
  }
}

export function actorOf({ id }: Pick<Directory, 'id'>): string {
  return `directory:${id}`
}

function eventOf(
  deps: AdministrationDeps,
  directory: Directory,
  account: Account,
  event: string,
  details: AuditEntry['details'],
): AuditEntry {
  return {
    at: deps.storage.clock.now(),
    event,
    outcome: 'done',
    actor: actorOf(directory),
    accountId: account.id,
    ...(details ? { details } : {}),
  }
}

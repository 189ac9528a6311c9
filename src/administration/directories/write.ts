import type { Membership } from '../../accounts/index.ts'
import { retrying } from '../../authentication/index.ts'
import type { Directory, DirectorySnapshot } from '../../directories/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { AuditEntry, BookingOutcome, Statement } from '../../storage/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import type { HeldTo } from '../policy/one-by-one.ts'
import { actorOf, bookingOf, heldTo, type PlannedBooking } from './apply.ts'
import { knownOf } from './known.ts'
import { type AccountChange, type GroupChange, type LeftOut, membershipChanges, type Plan } from './plan.ts'
import { wayInUnderName, withWayIn } from './way-in.ts'

/** So many accounts share a booking: fewer commits, and none that keeps sign-ins waiting. */
const together = 25

/** Memberships carry no word of their own; so many share a booking. */
const membershipsTogether = 200

/** What of a plan came to be, and what did not. */
export type Written = Pick<Plan, 'accounts' | 'groups' | 'leftOut'>

/** Books a plan, part by part: what is booked stays, whatever becomes of the rest (F-31). What could not be is told. */
export async function writePlan(
  deps: AdministrationDeps,
  directory: Directory,
  plan: Plan,
  snapshot: DirectorySnapshot,
): Promise<Written> {
  const accounts: AccountChange[] = []
  const groups: GroupChange[] = []
  const leftOut = [...plan.leftOut]
  const settle = <Change>(parts: readonly Part<Change>[], refused: readonly Part<Change>[]) => {
    leftOut.push(...refused.map(({ booking }) => booking.otherwise))
    return parts.filter((part) => !refused.includes(part)).map(({ change }) => change)
  }
  for (const changes of bookedTogether(plan.accounts)) {
    const parts = await Promise.all(
      changes.map(async (change) => ({ change, booking: await bookingOf(deps, directory, change) })),
    )
    accounts.push(...settle(parts, await bookTogether(deps, parts)))
  }
  for (const change of plan.groups) {
    const parts = [{ change, booking: await groupBooking(deps, directory, change) }]
    groups.push(...settle(parts, await bookTogether(deps, parts)))
  }
  if (snapshot.groups) leftOut.push(...(await writeMemberships(deps, directory, snapshot.groups)))
  return { accounts, groups, leftOut }
}

/** Each change of an administrator by itself: it is judged by what the one before it has left. */
function bookedTogether(changes: readonly AccountChange[]): readonly (readonly AccountChange[])[] {
  const isTheirs = (change: AccountChange) =>
    change.act !== 'create' && change.account.role === 'administrator'
  const others = changes.filter((change) => !isTheirs(change))
  const parts = Array.from({ length: Math.ceil(others.length / together) }, (_, part) =>
    others.slice(part * together, (part + 1) * together),
  )
  return [...parts, ...changes.filter(isTheirs).map((change) => [change])]
}

interface Part<Change> {
  readonly change: Change
  readonly booking: PlannedBooking
}

/** All at once; where that is refused, one by one. Tells those that are refused alone. */
async function bookTogether<Change>(
  deps: AdministrationDeps,
  parts: readonly Part<Change>[],
): Promise<readonly Part<Change>[]> {
  const empty = parts.filter(({ booking }) => booking.statements.length === 0)
  const full = parts.filter(({ booking }) => booking.statements.length > 0)
  if (full.length === 0) return empty
  const outcome = await deps.storage.book({
    statements: full.flatMap(({ booking }) => booking.statements),
    events: full.flatMap(({ booking }) => booking.events),
    locks: full.flatMap(({ booking }) => booking.locks),
  })
  if (outcome === 'booked') return empty
  if (full.length === 1) return [...empty, ...full]
  const refused = [...empty]
  for (const one of full) refused.push(...(await bookTogether(deps, [one])))
  return refused
}

async function groupBooking(
  deps: AdministrationDeps,
  directory: Directory,
  change: GroupChange,
): Promise<PlannedBooking> {
  const otherwise: LeftOut = {
    name: change.act === 'remove' ? change.name : change.name.shown,
    because: 'group-name-taken',
  }
  const planned = (statements: readonly Statement[], event: string): PlannedBooking => ({
    statements,
    events: [eventOf(deps, directory, event, { group: otherwise.name, reason: `as in ${directory.id}` })],
    locks: [],
    otherwise,
  })
  if (change.act === 'rename') {
    const renamed = planned([deps.groups.rename(change.groupId, change.name)], 'group.renamed')
    return heldTo(renamed, await wayInUnderName(deps, change), otherwise.name)
  }
  if (change.act === 'remove') {
    const { groupId } = change
    return planned(
      [...deps.groups.remove(groupId), deps.directoryBooks.unlinkGroup(groupId)],
      'group.removed',
    )
  }
  const { group, statement } = deps.groups.create(change.name)
  const link = deps.directoryBooks.linkGroup(group.id, directory.id, change.group.id)
  return planned([statement, link], 'group.created')
}

/** By what is here once accounts and groups are booked. */
async function writeMemberships(
  deps: AdministrationDeps,
  directory: Directory,
  groups: NonNullable<DirectorySnapshot['groups']>,
): Promise<readonly LeftOut[]> {
  const known = await knownOf(deps, directory)
  const names = new Map(known.groups.map(({ groupId, name }) => [groupId, name]))
  const { joined, left } = membershipChanges(groups, known)
  const write = { directory, names }
  for (let at = 0; at < left.length; at += membershipsTogether) {
    const some = left.slice(at, at + membershipsTogether)
    await bookMemberships(deps, write, { some, event: 'group.left', act: deps.groups.removeMember })
  }
  const leftOut: LeftOut[] = []
  for (let at = 0; at < joined.length; at += membershipsTogether) {
    const some = joined.slice(at, at + membershipsTogether)
    leftOut.push(...(await retrying(() => join(deps, write, some))))
  }
  return leftOut
}

interface MembershipWrite {
  readonly directory: Directory
  /** Of the groups, by id. */
  readonly names: ReadonlyMap<string, string>
}

/** Lost where who administers, or who of them comes in, was changed meanwhile. */
async function join(
  deps: AdministrationDeps,
  write: MembershipWrite,
  joined: readonly Membership[],
): Promise<readonly LeftOut[] | 'lost'> {
  const { joining: some, heldTo, leftOut } = await withWayIn(deps, joined)
  const change = { some, heldTo, event: 'group.joined', act: deps.groups.addMember }
  return (await bookMemberships(deps, write, change)) === 'refused' ? 'lost' : leftOut
}

interface MembershipChange {
  readonly some: readonly Membership[]
  readonly event: string
  readonly act: (groupId: Id<'group'>, accountId: Id<'account'>) => Statement
  readonly heldTo?: HeldTo
}

function bookMemberships(
  deps: AdministrationDeps,
  { directory, names }: MembershipWrite,
  { some, event, act, heldTo }: MembershipChange,
): Promise<BookingOutcome> {
  return deps.storage.book({
    statements: [
      ...(heldTo?.statements ?? []),
      ...some.map(({ groupId, accountId }) => act(groupId, accountId)),
    ],
    events: some.map(({ groupId, accountId }) => ({
      ...eventOf(deps, directory, event, {
        group: names.get(groupId) ?? groupId,
        reason: `as in ${directory.id}`,
      }),
      accountId,
    })),
    locks: [...new Set(some.map(({ accountId }) => accountId)), ...(heldTo?.locks ?? [])],
  })
}

function eventOf(
  deps: AdministrationDeps,
  directory: Directory,
  event: string,
  details: NonNullable<AuditEntry['details']>,
): AuditEntry {
  return { at: deps.storage.clock.now(), event, outcome: 'done', actor: actorOf(directory), details }
}

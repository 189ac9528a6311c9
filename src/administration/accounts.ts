import {
  type Account,
  type AccountMark,
  type AccountRole,
  accountLastAdministrator,
  accountNameTaken,
  accountNotFound,
  emailAddress,
  foldAttributes,
  maskedContact,
  type Name,
} from '../accounts/index.ts'
import { contextOf, personOf, typedFirstFactor } from '../authentication/index.ts'
import { localDirectoryId } from '../directories/index.ts'
import { bindAuthenticator, enrolmentRefused } from '../enrolment/index.ts'
import type { Id } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Statement } from '../storage/index.ts'
import { actUpon, eventOf } from './act-upon.ts'
import { type Actor, actorName, requireMayGrant, requirePermission } from './actor.ts'
import { approved, approvedFor } from './approval.ts'
import { type IssuedInvitation, invite } from './begin-anew.ts'
import { bookBy } from './book.ts'
import type { AdministrationDeps } from './deps.ts'
import { attributesOfDirectory, roleNeedsTwo } from './errors.ts'
import { requireWayInWith } from './policy/lock-out.ts'
import { onceUnder, type Remember, type RetryKey } from './retry-keys.ts'
import { type SubjectInput, subjectOf } from './subject.ts'

const changes = { role: 'help-desk', scope: 'accounts:write', changes: true } as const

export interface CreateAccountInput {
  readonly actor: Actor
  readonly name: Name
  readonly role?: AccountRole | undefined
  readonly email?: string | undefined
  /** Set by systems that move people over; people choose their own by an invitation. */
  readonly password?: string | undefined
  readonly invite?: boolean | undefined
  readonly retry?: RetryKey | undefined
}

export interface CreatedAccount {
  readonly account: Account
  readonly invitation?: IssuedInvitation
}

/** A new account, with its invitation where asked for. Throws `account.name-taken`. */
export async function createAccount(
  deps: AdministrationDeps,
  input: CreateAccountInput,
): Promise<CreatedAccount> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  const role = input.role ?? 'person'
  requireMayGrant(input.actor, role)
  if (role === 'administrator' && input.actor.by !== 'operator') await requireFewAdministrators(deps)
  return onceUnder(deps, input, {
    make: (remember) => makeAccount(deps, input, role, remember),
    async again(id) {
      const account = await deps.accounts.find(id as Id<'account'>)
      if (!account) throw accountNotFound()
      return { account }
    },
  })
}

async function makeAccount(
  deps: AdministrationDeps,
  input: CreateAccountInput,
  role: AccountRole,
  remember: Remember,
): Promise<CreatedAccount> {
  if (await deps.accounts.findByName(input.name.key)) throw accountNameTaken()
  const created = deps.accounts.create({ name: input.name, role })
  const { account } = created
  const contact = input.email === undefined ? [] : await addedContact(deps, account, input.email)
  const invitation = input.invite ? invite(deps, account, input.actor) : undefined
  const remembered = remember({ id: account.id, secretShown: invitation !== undefined })
  const outcome = await bookBy(deps, input.actor, {
    statements: [
      created.statement,
      ...contact,
      ...(await firstPassword(deps, account, input)),
      ...(invitation?.statements ?? []),
      ...remembered.statements,
    ],
    events: [eventOf(deps, input.actor, account, 'account.created', undefined, { role })],
    locks: [account.id, ...remembered.locks],
  })
  if (outcome === 'refused') throw accountNameTaken()
  return { account, ...(invitation ? { invitation: invitation.issued } : {}) }
}

/**
 * Ends every session and attempt at once; nothing that was issued to it works any more. For administrators a second
 * administrator must ask for the same, here and in the acts below (R11).
 */
export async function disableAccount(deps: AdministrationDeps, input: SubjectInput): Promise<void> {
  const account = await subjectOf(deps, input, { ...changes, role: 'administrator' })
  const guard = await remainingAdministrator(deps, account)
  const wayIn = await requireWayInWith(deps, account, undefined)
  const agreed = await approvedFor(deps, input, account, 'disable')
  const statements = [
    ...guard,
    ...wayIn.statements,
    ...agreed,
    deps.accounts.disable(account.id),
    deps.invitations.voidAll(account.id),
    deps.directoryBooks.forgetEnding(account.id),
  ]
  await actUpon(deps, input, account, 'account.disabled', statements, { locks: wayIn.locks })
}

export async function enableAccount(deps: AdministrationDeps, input: SubjectInput): Promise<void> {
  const account = await subjectOf(deps, input, { ...changes, role: 'administrator' })
  const agreed = await approvedFor(deps, input, account, 'enable')
  const statements = [
    ...agreed,
    deps.accounts.enable(account.id),
    deps.directoryBooks.forgetEnding(account.id),
  ]
  await actUpon(deps, input, account, 'account.enabled', statements)
}

/** Forgets the failed tries that hold an account back. What was disabled stays so: it is bound anew (N-25). */
export async function unlockAccount(deps: AdministrationDeps, input: SubjectInput): Promise<void> {
  const account = await subjectOf(deps, input, changes)
  const statements = [
    ...(await approvedFor(deps, input, account, 'unlock')),
    deps.throttle.clearAccount(account.id),
    deps.authenticators.clearFailures(account.id),
  ]
  await actUpon(deps, input, account, 'account.unlocked', statements, { notice: 'account.unlocked' })
}

export async function endSessions(deps: AdministrationDeps, input: SubjectInput): Promise<number> {
  const account = await subjectOf(deps, input, changes)
  const sessions = await deps.sessions.ofAccount(account.id)
  await actUpon(deps, input, account, 'account.sessions-ended', [deps.sessions.endAll(account.id)])
  return sessions.length
}

/** From here on its owner shows a second factor at each browser again. Tells how many were remembered. */
export async function forgetBrowsers(deps: AdministrationDeps, input: SubjectInput): Promise<number> {
  const account = await subjectOf(deps, input, changes)
  const browsers = await deps.remembered.ofAccount(account)
  await actUpon(deps, input, account, 'account.browsers-forgotten', [deps.remembered.forgetAll(account.id)])
  return browsers.length
}

export interface ChangeAccountInput extends SubjectInput {
  readonly role?: AccountRole | undefined
  readonly marks?: readonly AccountMark[] | undefined
  /** In the place of all that was told before; of accounts of ours only, for others are told by where they come from. */
  readonly attributes?: Readonly<Record<string, readonly string[]>> | undefined
  readonly email?: string | undefined
}

/**
 * Role, marks, attributes and address. A new role raises the epoch and voids invitations, for whoever holds one was trusted with
 * the rights of before (R11); the last administrator keeps theirs. A new mark raises the epoch, too: what began on a
 * password that is no longer trusted is over (R2).
 */
export async function changeAccount(deps: AdministrationDeps, input: ChangeAccountInput): Promise<void> {
  const account = await subjectOf(deps, input, { ...changes, role: 'administrator' })
  const { role = account.role } = input
  const marks = withWhatFollows(account.marks, input.marks ?? account.marks)
  const told = input.attributes ? foldAttributes(input.attributes) : account.attributes.told
  const attributes = { ...account.attributes, told }
  const wayIn = await requireWayInWith(deps, account, { ...account, role, marks, attributes })
  const statements: Statement[] = [...wayIn.statements]
  let { version } = account
  if (input.role !== undefined && input.role !== account.role) {
    requireMayGrant(input.actor, input.role)
    statements.push(
      ...(await approvedRole(deps, input, account, input.role)),
      ...(await remainingAdministrator(deps, account)),
      deps.accounts.setRole(account, input.role),
      deps.invitations.voidAll(account.id),
      ...(await withoutHandedOut(deps, account)),
    )
    version += 1
  }
  if (input.marks !== undefined) {
    statements.push(deps.accounts.setMarks({ id: account.id, version }, marks))
    const isNew = marks.some((mark) => !account.marks.includes(mark))
    version += 1
    if (isNew) {
      statements.push(deps.accounts.raiseEpoch(account.id))
      version += 1
    }
  }
  if (input.attributes !== undefined) {
    if (account.directory !== localDirectoryId) throw attributesOfDirectory()
    statements.push(deps.accounts.setAttributes({ id: account.id, version }, told))
  }
  if (input.email !== undefined) statements.push(...(await addedContact(deps, account, input.email)))
  const details = changedIn(input, { ...account, role, marks })
  await actUpon(deps, input, account, 'account.changed', statements, { locks: wayIn.locks, details })
}

/** For the trail: rights and marks as they are from here on; of what is told of somebody, only that it was told. */
function changedIn(
  { role, marks, attributes, email }: ChangeAccountInput,
  after: Pick<Account, 'role' | 'marks'>,
): Readonly<Record<string, string>> {
  const changed = [
    role && `role: ${after.role}`,
    marks && `marks: ${after.marks.join(' ') || 'none'}`,
    attributes && 'attributes',
    email !== undefined && 'contacts',
  ]
  return { changed: changed.filter(Boolean).join(', ') }
}

/** Whoever has broken into an account may know its password, until that is changed; the other mark outlives it (N-09). */
function withWhatFollows(
  before: readonly AccountMark[],
  marks: readonly AccountMark[],
): readonly AccountMark[] {
  const isNew = marks.includes('compromised') && !before.includes('compromised')
  return isNew ? [...new Set([...marks, 'weak' as const])] : marks
}

/** What was handed out was handed to somebody with the rights of before (R11). */
async function withoutHandedOut(deps: AdministrationDeps, { id }: Account): Promise<readonly Statement[]> {
  const rows = await deps.authenticators.ofAccount(id)
  const passes = rows.filter(({ factor }) => deps.factors.find(factor)?.traits.handedOut)
  return passes.map((row) => deps.authenticators.remove(row))
}

/**
 * Giving or taking the role of an administrator is two administrators' matter, as soon as there are two: one alone
 * could otherwise make his own second, or make another a mere person first (R11).
 */
async function approvedRole(
  deps: AdministrationDeps,
  input: SubjectInput,
  account: Account,
  role: AccountRole,
): Promise<readonly Statement[]> {
  const touches = role === 'administrator' || account.role === 'administrator'
  if (!touches || (await deps.accounts.countAdministrators()) < 2) return []
  return approved(deps, input, 'role', role)
}

async function requireFewAdministrators(deps: AdministrationDeps): Promise<void> {
  if ((await deps.accounts.countAdministrators()) >= 2) throw roleNeedsTwo()
}

/** Somebody must be left who can administer: the other one stands witness in the same booking. */
async function remainingAdministrator(
  deps: AdministrationDeps,
  account: Account,
): Promise<readonly Statement[]> {
  const witness = await deps.accounts.witnessOf(account)
  if (!witness) throw accountLastAdministrator()
  return witness
}

/** Unverified; the older addresses hear of it: whoever added it reads what comes from here on (R12). */
async function addedContact(
  deps: AdministrationDeps,
  account: Account,
  email: string,
): Promise<readonly Statement[]> {
  const address = parseWith(emailAddress, email, 'email')
  const { contact, statement } = deps.contacts.add({
    accountId: account.id,
    address,
    source: 'administrator',
  })
  const change = { change: 'added', contact: maskedContact(contact) } as const
  const values = { at: deps.storage.clock.now(), account: account.name, ...change }
  return [statement, ...(await deps.notices.tell(account, { template: 'contact.changed', values }))]
}

/** The password that a system brings along is judged like any other. */
async function firstPassword(
  deps: AdministrationDeps,
  account: Account,
  input: CreateAccountInput,
): Promise<readonly Statement[]> {
  if (input.password === undefined) return []
  const factor = typedFirstFactor(deps.factors)
  if (!factor) return []
  const at = deps.storage.clock.now()
  const person = { ...(await personOf(deps, account)), contacts: input.email ? [input.email] : [] }
  const context = contextOf(at, await deps.portal(), { door: 'administration' })
  const offer = await factor.offer({ person, options: undefined, existing: [], context })
  const answer = parseWith(factor.answer, { password: input.password })
  const enrolment = await factor.confirm({ pending: offer.pending, answer, person, context })
  if (!enrolment.accepted) throw enrolmentRefused([])
  const binding = { account, createdBy: actorName(input.actor), at }
  return [bindAuthenticator(deps, binding, factor, enrolment).statement]
}

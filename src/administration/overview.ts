import {
  type Account,
  type AccountMark,
  type AccountQuery,
  type AccountRole,
  accountNotFound,
  type Contact,
  type ContactType,
  maskedContact,
  type ToldAttributes,
} from '../accounts/index.ts'
import { countedRefusals } from '../audit/index.ts'
import { factsOf, lastingRequirement } from '../authentication/index.ts'
import { type Authenticator, tryAt } from '../authenticators/index.ts'
import { directoryInRules } from '../directories/index.ts'
import { isSecondFactor } from '../enrolment/index.ts'
import type { Id } from '../kernel/ids.ts'
import { barOf, type Reason, type Requirement } from '../policy/index.ts'
import { mayTry } from '../throttle/index.ts'
import { type Actor, requirePermission } from './actor.ts'
import { nameOfActor } from './actor-name.ts'
import { factorNames, sentenceOf } from './audit-words.ts'
import { type CaredForView, caredForView } from './care.ts'
import type { AdministrationDeps } from './deps.ts'

const looks = { role: 'help-desk', scope: 'accounts:read', changes: false } as const

/** An account as administrators see it in a list. */
export interface AccountView {
  readonly id: Id<'account'>
  readonly name: string
  readonly role: AccountRole
  readonly status: 'active' | 'disabled'
  readonly marks: readonly AccountMark[]
  /** As rules name it. */
  readonly directory: string
  readonly attributes: ToldAttributes
  readonly contacts: readonly ShownContact[]
  readonly createdAt: number
  readonly lastSignInAt?: number
  readonly factors: readonly { readonly factor: string; readonly count: number }[]
  /** A second factor was confirmed. */
  readonly protected: boolean
}

/** A contact as administrators see it: enough to talk about it with its owner. */
export interface ShownContact {
  readonly type: ContactType
  readonly value: string
  readonly verified: boolean
}

export interface AccountListQuery extends Omit<AccountQuery, 'where'> {
  /** Only those who have confirmed a second factor, or only those who have not. */
  readonly protected?: boolean | undefined
}

export async function listAccounts(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly query: AccountListQuery },
): Promise<{ readonly items: readonly AccountView[]; readonly next?: string }> {
  requirePermission(input.actor, looks, deps.sessions.requireFresh)
  const { protected: shielded, ...query } = input.query
  const where = shielded === undefined ? undefined : isProtected(deps, shielded)
  const page = await deps.accounts.list({ ...query, where })
  const all = await deps.authenticators.ofAccounts(page.items.map((account) => account.id))
  const views = page.items.map((account) =>
    accountView(
      deps,
      account,
      all.filter((row) => row.accountId === account.id),
      [],
    ),
  )
  return { items: views, ...(page.next === undefined ? {} : { next: page.next }) }
}

/** What `protected` of a view says, or its contrary, asked of the tables. */
function isProtected({ factors, authenticators }: AdministrationDeps, shielded: boolean) {
  const others = factors.all.filter(({ id }) => !isSecondFactor({ factors }, { factor: id }))
  return authenticators.holdsAnother(
    shielded,
    'accounts.id',
    others.map(({ id }) => id),
  )
}

export async function showAccount(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly accountId: Id<'account'> },
): Promise<{ readonly account: AccountView; readonly authenticators: readonly CaredForView[] }> {
  requirePermission(input.actor, looks, deps.sessions.requireFresh)
  const account = await deps.accounts.find(input.accountId)
  if (!account) throw accountNotFound()
  const rows = await deps.authenticators.ofAccount(account.id)
  return {
    account: await wholeView(deps, account, rows),
    authenticators: await shownOf(deps, account, rows),
  }
}

/** An account for whoever has just made it, and may read no others. */
export async function viewOfMade(deps: AdministrationDeps, account: Account): Promise<AccountView> {
  return wholeView(deps, account, await deps.authenticators.ofAccount(account.id))
}

async function wholeView(
  deps: AdministrationDeps,
  account: Account,
  rows: readonly Authenticator[],
): Promise<AccountView> {
  const contacts = await deps.contacts.listOf(account.id)
  return accountView(deps, account, rows, contacts.map(showContact))
}

async function shownOf(
  deps: AdministrationDeps,
  { id }: Pick<Account, 'id'>,
  rows: readonly Authenticator[],
): Promise<readonly CaredForView[]> {
  const shown = rows.filter(({ status }) => status !== 'pending')
  const isTied = (row: Authenticator) => deps.factors.find(row.factor)?.tie !== undefined
  const binders = shown.some(isTied) ? await deps.authenticators.bindersOf(id) : new Map<string, string>()
  return Promise.all(
    shown.map(async (row) => {
      if (!isTied(row)) return caredForView(deps, row)
      const by = binders.get(row.id)
      const tied = by === undefined || by === id ? {} : { by: await nameOfActor(deps, by) }
      return { ...caredForView(deps, row), tied }
    }),
  )
}

/** What an account has, for whoever may read that and no more. */
export async function authenticatorsOfAccount(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly accountId: Id<'account'> },
): Promise<readonly CaredForView[]> {
  const permission = { role: 'help-desk', scope: 'authenticators:read', changes: false } as const
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  const account = await deps.accounts.find(input.accountId)
  if (!account) throw accountNotFound()
  return shownOf(deps, account, await deps.authenticators.ofAccount(account.id))
}

/** Why somebody was refused, and what helps: for the help desk. */
export interface Why {
  readonly bar: 1 | 2
  readonly needs: {
    readonly assurance: Requirement['assurance']
    readonly enrolment: string
    readonly because: readonly Reason[]
  }
  readonly locked: readonly Hold[]
  /** Newest first. */
  readonly lastRefusals: readonly PastRefusal[]
}

/** One refusal, or several of a kind within a minute. */
export interface PastRefusal {
  readonly at: number
  readonly reason: string
  readonly text: string
  readonly count: number
  readonly source?: string
}

/** Something that holds an account back now. */
export interface Hold {
  readonly what: string
  readonly text: string
  /** Milliseconds to wait; absent where waiting does not help. */
  readonly wait?: number
  readonly remedy: string
}

export async function explainAccount(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly accountId: Id<'account'> },
): Promise<Why> {
  requirePermission(input.actor, looks, deps.sessions.requireFresh)
  const account = await deps.accounts.find(input.accountId)
  if (!account) throw accountNotFound()
  const rows = await deps.authenticators.ofAccount(account.id)
  const application = await deps.portal()
  const { confirmed } = factsOf(deps.factors, account, application, rows, false)
  const requirement = await lastingRequirement(deps, { account, application, authenticators: rows })
  const at = deps.storage.clock.now()
  const [lanes, lastRefusals] = await Promise.all([
    deps.throttle.lanesOf(account.id),
    refusalsOf(deps, account.id),
  ])
  return {
    bar: barOf(confirmed),
    needs: {
      assurance: requirement.assurance,
      enrolment: requirement.enrolment,
      because: requirement.because,
    },
    locked: [
      ...(account.status === 'disabled' ? [disabledHold] : []),
      ...rows.flatMap((row) => authenticatorHolds(row, at)),
      ...lanes.flatMap(({ lane, state }) => {
        const allowed = mayTry(lane, state, at)
        return allowed.allowed ? [] : [laneHold(lane.id, allowed.wait)]
      }),
    ],
    lastRefusals,
  }
}

const refusalsShown = 20

async function refusalsOf(
  deps: AdministrationDeps,
  accountId: Id<'account'>,
): Promise<readonly PastRefusal[]> {
  const { items } = await deps.audit.search({ accountId, outcome: 'refused', limit: refusalsShown })
  const nameOf = factorNames(deps.factors)
  return items.map((row) => ({
    at: row.at,
    reason: row.reason ?? row.event,
    text: sentenceOf(row, nameOf),
    count: row.event === countedRefusals ? Number(row.details?.count) : 1,
    ...(row.source ? { source: row.source } : {}),
  }))
}

const disabledHold: Hold = {
  what: 'account',
  text: 'The account is disabled.',
  remedy: 'Enable it, if its owner may come back.',
}

function authenticatorHolds(row: Authenticator, at: number): readonly Hold[] {
  if (row.status === 'pending') return []
  if (row.status !== 'active') {
    const text = `“${row.label}” is ${row.status}; it still counts, but it proves nothing.`
    return [{ what: row.id, text, remedy: 'Reset the authenticators, so that its owner sets up a new one.' }]
  }
  const proven = tryAt(row, 'proven', at)
  const unproven = tryAt(row, 'unproven', at)
  if (proven.allowed === 'later') {
    const text = `“${row.label}” was given wrong codes; the next try must wait.`
    return [{ what: row.id, text, wait: proven.wait, remedy: 'Wait, or unlock the account.' }]
  }
  if (unproven.allowed === 'never') {
    const text = `“${row.label}” is closed to systems that ask for a code alone.`
    return [{ what: row.id, text, remedy: 'A full sign-in by its owner opens it again; so does unlocking.' }]
  }
  return []
}

/** What a lane holds back, by the kind that its id begins with. */
const laneTexts: Readonly<Record<string, string>> = {
  password: 'Too many wrong passwords were tried from somewhere else; known devices are not affected.',
  questions: 'A device of theirs was asked too often without a good answer.',
}

function laneHold(id: string, wait: number | undefined): Hold {
  const [what = 'lane'] = id.split('|')
  return {
    what,
    text: laneTexts[what] ?? 'Too many wrong codes were tried.',
    ...(wait === undefined ? {} : { wait }),
    remedy: 'Wait, or unlock the account.',
  }
}

function accountView(
  deps: AdministrationDeps,
  account: Account,
  rows: readonly Authenticator[],
  contacts: readonly ShownContact[],
): AccountView {
  const confirmed = rows.filter((row) => row.status !== 'pending')
  const factors = [...new Set(confirmed.map((row) => row.factor))]
  return {
    id: account.id,
    name: account.name,
    role: account.role,
    status: account.status,
    marks: account.marks,
    directory: directoryInRules(account.directory),
    attributes: account.attributes.told,
    contacts,
    createdAt: account.createdAt,
    ...(account.lastSignInAt === undefined ? {} : { lastSignInAt: account.lastSignInAt }),
    factors: factors.map((factor) => ({
      factor,
      count: confirmed.filter((row) => row.factor === factor).length,
    })),
    protected: confirmed.some((row) => isSecondFactor(deps, row)),
  }
}

function showContact(contact: Contact): ShownContact {
  const { type, value, verifiedAt } = contact
  return {
    type,
    value: type === 'phone' ? maskedContact(contact) : value,
    verified: verifiedAt !== undefined,
  }
}

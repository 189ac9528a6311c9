import { z } from 'zod'
import { type Account, accountNameTaken, emailAddress, typedName } from '../accounts/index.ts'
import {
  type Attempt,
  type Completed,
  completionOf,
  contextOf,
  provedByEnrolment,
  type Surroundings,
  satisfiedBy,
  shownNotice,
} from '../authentication/index.ts'
import { sealFor } from '../authenticators/index.ts'
import { enrolmentRefused } from '../enrolment/index.ts'
import type { Enrolment, Factor, FactorContext } from '../factors/factor.ts'
import { internalError } from '../kernel/errors.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import { hashToken, newToken } from '../kernel/tokens.ts'
import { decide, type Proved } from '../policy/index.ts'
import type { Statement } from '../storage/index.ts'
import type { AdministrationDeps } from './deps.ts'
import { passwordUnacceptable, setUpLinkSpent, setUpLinkUnknown } from './errors.ts'
import type { SetUpsTable } from './schema.ts'
import { administrationStore } from './store.ts'

const linkLifetime = 30 * 60_000

/** The one-time link by which the first administrator is made. */
export interface SetUpLink {
  readonly link: string
  readonly expiresAt: number
}

/**
 * The link of a first start: made once, while nobody administers and no link was ever made. Undefined otherwise: it
 * is never made again by itself (R10).
 */
export async function firstSetUpLink(deps: AdministrationDeps): Promise<SetUpLink | undefined> {
  const store = administrationStore(deps.storage)
  if ((await deps.accounts.countAdministrators()) > 0 || (await store.anySetUp())) return undefined
  return newSetUpLink(deps, 'system', 'first start')
}

/** A new link, which voids the older ones; for whoever holds the service's own rights, with a reason (R10). */
export async function newSetUpLink(
  deps: AdministrationDeps,
  actor: string,
  reason: string,
): Promise<SetUpLink> {
  const store = administrationStore(deps.storage)
  const at = deps.storage.clock.now()
  const token = newToken('spu', deps.random)
  const id = newId<'set-up'>({ clock: deps.storage.clock, random: deps.random })
  const expiresAt = at + linkLifetime
  const row = {
    id,
    token_hash: hashToken(token),
    draft: null,
    created_at: at,
    expires_at: expiresAt,
    used_at: null,
  }
  await deps.storage.book({
    statements: [store.voidSetUps(at), store.insertSetUp(row)],
    events: [{ at, event: 'set-up.link-made', outcome: 'done', actor, details: { reason } }],
    locks: ['set-up'],
  })
  return { link: `${deps.baseUrl}/set-up#${token}`, expiresAt }
}

/** Whether a living link waits to be used. */
export async function setUpPending(deps: Pick<AdministrationDeps, 'storage' | 'accounts'>): Promise<boolean> {
  return (await deps.accounts.countAdministrators()) === 0
}

export interface SetUpBeginInput {
  readonly token: string
  readonly account: string
  readonly password: string
  readonly email?: string | undefined
  /** Which second factor; the first of the list when not said. */
  readonly factor?: string | undefined
  readonly surroundings: Surroundings
}

export interface SetUpBegun {
  readonly factor: string
  readonly show: Readonly<Record<string, unknown>>
  readonly expiresAt: number
}

/** What was entered so far, sealed in the link's own row: nothing exists before the second factor is confirmed. */
const draftSchema = z.strictObject({
  name: z.string(),
  email: z.string().optional(),
  first: z.object({ factor: z.string(), enrolment: z.unknown() }),
  second: z.object({ factor: z.string(), pending: z.unknown() }),
})

/** Judges name and password, and offers the second factor. Throws `password.unacceptable` with advice. */
export async function beginSetUp(deps: AdministrationDeps, input: SetUpBeginInput): Promise<SetUpBegun> {
  const row = await livingSetUp(deps, input.token)
  const name = parseWith(typedName, input.account, 'account')
  if (await deps.accounts.findByName(name.key)) throw accountNameTaken()
  const email =
    input.email === undefined || input.email === ''
      ? undefined
      : parseWith(emailAddress, input.email, 'email')
  const { first, second } = factorsFor(deps, input.factor)

  const at = deps.storage.clock.now()
  const context = contextOf(at, await deps.portal(), input.surroundings)
  const person = {
    accountId: row.id as Id<'account'>,
    name: name.shown,
    contacts: email ? [email.value] : [],
  }
  const offered = await first.offer({ person, options: undefined, existing: [], context })
  const answer = parseWith(first.answer, { password: input.password })
  const enrolment = await first.confirm({ pending: offered.pending, answer, person, context })
  if (!enrolment.accepted) {
    throw passwordUnacceptable(
      enrolment.notices.map((notice) => shownNotice(first, notice.id, notice.values ?? {})),
    )
  }
  const offer = await second.offer({ person, options: undefined, existing: [], context })
  const draft = {
    name: name.shown,
    ...(email ? { email: email.value } : {}),
    first: { factor: first.id, enrolment },
    second: { factor: second.id, pending: offer.pending },
  }
  const sealed = deps.box.seal(Buffer.from(JSON.stringify(draft), 'utf8'), draftPlace(row.id))
  const store = administrationStore(deps.storage)
  const outcome = await deps.storage.book({
    statements: [store.saveDraft(row.id, sealed, at)],
    locks: ['set-up'],
  })
  if (outcome === 'refused') throw setUpLinkSpent()
  return { factor: second.id, show: offer.show, expiresAt: Number(row.expires_at) }
}

export interface SetUpConfirmInput {
  readonly token: string
  readonly answer: unknown
  readonly surroundings: Surroundings
}

export interface SetUpDone {
  readonly account: Account
  readonly completed: Completed
  /** Shown once. */
  readonly recovery?: Readonly<Record<string, unknown>>
}

/**
 * One booking makes the account, its factors, the completion and the session, and spends the link (R10): there is
 * no moment at which an administrator without a second factor exists.
 */
export async function confirmSetUp(deps: AdministrationDeps, input: SetUpConfirmInput): Promise<SetUpDone> {
  const row = await livingSetUp(deps, input.token)
  if (!row.draft) throw setUpLinkUnknown()
  const text = Buffer.from(deps.box.open(row.draft, draftPlace(row.id))).toString('utf8')
  const draft = draftSchema.parse(JSON.parse(text))
  const first = deps.factors.find(draft.first.factor)
  const second = deps.factors.find(draft.second.factor)
  if (!first || !second) throw setUpLinkSpent()

  const name = parseWith(typedName, draft.name, 'account')
  const created = deps.accounts.create({ name, role: 'administrator' })
  const { account } = created
  const at = deps.storage.clock.now()
  const application = await deps.portal()
  const context = contextOf(at, application, input.surroundings)
  const person = { accountId: account.id, name: account.name, contacts: draft.email ? [draft.email] : [] }
  const pending = second.pending.parse(draft.second.pending)
  const answer = parseWith(second.answer, input.answer, 'answer')
  const enrolment = await second.confirm({ pending, answer, person, context })
  if (!enrolment.accepted) {
    throw enrolmentRefused(
      enrolment.notices.map((notice) => shownNotice(second, notice.id, notice.values ?? {})),
    )
  }

  const making = { deps, account, at }
  const bound = [
    bind(making, first, draft.first.enrolment as Enrolment<unknown>),
    bind(making, second, enrolment),
  ]
  const recovery = await recoveryFor(making, person, context)
  const planned = await completed(deps, {
    account,
    application,
    proved: bound.map((one) => one.proved),
    input,
    at,
  })
  const store = administrationStore(deps.storage)
  const outcome = await deps.storage.book({
    statements: [
      store.spendSetUp(row.id, at),
      created.statement,
      ...emailOf(deps, account, draft.email),
      ...bound.map((one) => one.statement),
      ...recovery.statements,
      deps.attempts.insert(planned.attempt, hashToken(newToken('spa', deps.random))),
      ...planned.completion.statements,
    ],
    events: [
      {
        at,
        event: 'account.created',
        outcome: 'done',
        actor: 'system',
        accountId: account.id,
        details: { role: account.role, by: 'set-up link' },
      },
      ...planned.completion.events,
    ],
    locks: ['set-up', account.id],
  })
  if (outcome === 'refused') throw setUpLinkSpent()
  return {
    account,
    completed: planned.completion.completed,
    ...(recovery.show ? { recovery: recovery.show } : {}),
  }
}

async function livingSetUp(deps: AdministrationDeps, token: string): Promise<SetUpsTable> {
  const store = administrationStore(deps.storage)
  const row = token.startsWith('spu_') ? await store.findSetUp(hashToken(token)) : undefined
  if (!row) throw setUpLinkUnknown()
  if (row.used_at !== null || Number(row.expires_at) <= deps.storage.clock.now()) throw setUpLinkSpent()
  return row
}

function factorsFor(deps: AdministrationDeps, wanted: string | undefined): { first: Factor; second: Factor } {
  const first = deps.factors.all.find((factor) => factor.traits.first)
  const seconds = deps.factors.all.filter((factor) => !factor.traits.first && factor.traits.role === 'factor')
  const second = wanted === undefined ? seconds[0] : seconds.find((factor) => factor.id === wanted)
  if (!first || !second) throw internalError('this installation has no second factor to offer')
  return { first, second }
}

interface Making {
  readonly deps: AdministrationDeps
  readonly account: Account
  readonly at: number
}

function bind(
  { deps, account, at }: Making,
  factor: Factor,
  enrolment: Enrolment<unknown>,
): { readonly statement: Statement; readonly proved: Proved } {
  const id = newId<'authenticator'>({ clock: deps.storage.clock, random: deps.random })
  const owner = { id, accountId: account.id, factor: factor.id }
  const statement = deps.authenticators.add({
    ...owner,
    applicationId: undefined,
    label: factor.guide.name,
    createdBy: account.id,
    createdAt: at,
    data: sealFor(deps.box, 'data', owner, factor.data.parse(enrolment.data)),
    counter: enrolment.counter,
    handle: enrolment.handle,
  })
  return { statement, proved: provedByEnrolment(factor, owner, enrolment, at) }
}

async function recoveryFor(
  making: Making,
  person: Parameters<Factor['offer']>[0]['person'],
  context: FactorContext,
): Promise<{ readonly statements: readonly Statement[]; readonly show?: Readonly<Record<string, unknown>> }> {
  const way = making.deps.factors.all.find((factor) => factor.traits.role === 'recovery')
  if (!way) return { statements: [] }
  const offer = await way.offer({ person, options: undefined, existing: [], context })
  const enrolment = await way.confirm({ pending: offer.pending, answer: undefined, person, context })
  if (!enrolment.accepted) return { statements: [] }
  return { statements: [bind(making, way, enrolment).statement], show: offer.show }
}

interface Finished {
  readonly account: Account
  readonly application: Awaited<ReturnType<AdministrationDeps['portal']>>
  readonly proved: readonly Proved[]
  readonly input: SetUpConfirmInput
  readonly at: number
}

/** The set-up is an attempt like any other: it ends through the one gate. */
async function completed(deps: AdministrationDeps, done: Finished) {
  const { account, application, proved, at } = done
  const attempt: Attempt = {
    id: newId<'attempt'>({ clock: deps.storage.clock, random: deps.random }),
    accountId: account.id,
    ownerKey: account.id,
    accountName: account.name,
    applicationId: application.id,
    purpose: 'set-up',
    proved: [],
    vouchedBy: undefined,
    invitationId: undefined,
    sessionId: undefined,
    failures: 0,
    epoch: account.epoch,
    version: 1,
    createdAt: at,
    expiresAt: at + linkLifetime,
    completedAt: undefined,
  }
  const confirmed = proved.map((proof) => ({
    factor: proof.factor,
    role: proof.role,
    kinds: proof.kinds,
    usable: true,
  }))
  const facts = {
    role: account.role,
    marks: account.marks,
    applicationClass: application.class,
    confirmed,
    invited: true,
  }
  const situation = {
    attempt,
    application,
    account,
    authenticators: [],
    requirement: decide(deps.policy, facts),
  }
  const satisfied = satisfiedBy(deps.policy, situation, proved)
  if (!satisfied) throw internalError('the set-up did not satisfy its own requirement')
  const options = { rememberDevice: true }
  const surroundings = done.input.surroundings
  const plan = { situation, satisfied, proved, options, surroundings }
  return { attempt, completion: await completionOf(deps, plan) }
}

function emailOf(
  deps: AdministrationDeps,
  account: Account,
  email: string | undefined,
): readonly Statement[] {
  if (email === undefined) return []
  const address = parseWith(emailAddress, email, 'email')
  return [deps.contacts.add({ accountId: account.id, address, source: 'owner' }).statement]
}

function draftPlace(row: string) {
  return { table: 'set_ups', column: 'draft', row }
}

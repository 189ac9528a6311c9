import { z } from 'zod'
import { type Account, accountNameTaken, emailAddress, typedName } from '../accounts/index.ts'
import {
  type Attempt,
  type Completed,
  contextOf,
  type Surroundings,
  satisfiedBy,
  shownNotice,
  signInOf,
  typedFirstFactor,
} from '../authentication/index.ts'
import { bindAuthenticator, bindRecovery, enrolmentRefused } from '../enrolment/index.ts'
import { type Enrolment, type Factor, isSecond } from '../factors/factor.ts'
import { internalError } from '../kernel/errors.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import { hashToken, newToken } from '../kernel/tokens.ts'
import { decide, type Proved, withRules } from '../policy/index.ts'
import type { Statement } from '../storage/index.ts'
import type { AdministrationDeps } from './deps.ts'
import { passwordUnacceptable, setUpLinkSpent, setUpLinkUnknown } from './errors.ts'
import { linkLifetime, livingSetUp } from './set-up-link.ts'
import { administrationStore } from './store.ts'

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

  const binding = { account, createdBy: account.id, at }
  const bound = [
    bindAuthenticator(deps, binding, first, readEnrolment(first, draft.first.enrolment)),
    bindAuthenticator(deps, binding, second, enrolment),
  ]
  const recovery = await bindRecovery(deps, binding, person, context)
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
      ...(recovery ? [recovery.statement] : []),
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
    completed: planned.completion.ending.completed,
    ...(recovery ? { recovery: recovery.show } : {}),
  }
}

function factorsFor(deps: AdministrationDeps, wanted: string | undefined): { first: Factor; second: Factor } {
  const first = typedFirstFactor(deps.factors)
  // Nothing exists yet that another device could join, so what answers from elsewhere comes later.
  const seconds = deps.factors.all.filter((factor) => isSecond(factor) && !factor.elsewhere)
  const second = wanted === undefined ? seconds[0] : seconds.find((factor) => factor.id === wanted)
  if (!first || !second) throw internalError('this installation has no second factor to offer')
  return { first, second }
}

/** The enrolment as its factor made it, out of the draft. */
function readEnrolment(factor: Factor, kept: unknown): Enrolment<unknown> {
  const enrolment = kept as Enrolment<unknown>
  return { ...enrolment, data: factor.data.parse(enrolment.data) }
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
    referralId: undefined,
    invitationId: undefined,
    forgotten: undefined,
    sessionId: undefined,
    transaction: undefined,
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
    // Its session is held against the rules at its first use, as any other is: who needs more sets it up at the sign-in.
    requirement: decide(
      withRules(deps.policy, () => false),
      facts,
    ),
    facts,
  }
  const satisfied = satisfiedBy(situation, proved)
  if (!satisfied) throw internalError('the set-up did not satisfy its own requirement')
  const options = { rememberDevice: true }
  const surroundings = done.input.surroundings
  const plan = { situation, satisfied, proved, options, surroundings }
  return { attempt, completion: await signInOf(deps, plan) }
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

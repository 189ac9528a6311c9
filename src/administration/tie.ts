import type { Account } from '../accounts/index.ts'
import { busy, endedWith } from '../authentication/index.ts'
import { authenticatorChanged, authenticatorNotFound } from '../authenticators/index.ts'
import { bindAuthenticator, isNeededFirst } from '../enrolment/index.ts'
import type { Enrolment, Factor } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import { actorName } from './actor.ts'
import { approvedFor } from './approval.ts'
import { bookAct } from './book.ts'
import type { AdministrationDeps } from './deps.ts'
import { factorNotTied, neededToBegin, tiedAlready, tooManyOfIt } from './errors.ts'
import { otherAccount } from './other-account.ts'
import type { SubjectInput } from './subject.ts'

export interface TieInput extends SubjectInput {
  readonly factor: string
  /** As the factor takes them: a provider, and what it knows somebody by. */
  readonly options: unknown
}

const permission = { role: 'administrator', scope: 'accounts:write', changes: true } as const

/**
 * Ties to an account what its owner has not shown here: from then on another house says who they are. So never for
 * oneself, never for an account with more rights, for an administrator only with a second one (R11), with a reason, and
 * its owner's contacts are told. What is tied to one account is never tied to another.
 */
export async function tieAuthenticator(
  deps: AdministrationDeps,
  input: TieInput,
): Promise<{ readonly authenticatorId: Id<'authenticator'> }> {
  const account = await otherAccount(deps, input, permission)
  const factor = deps.factors.find(input.factor)
  if (!factor?.tie || factor.unavailable?.('enrol') !== undefined) throw factorNotTied()
  const enrolment = factor.tie.make(parseWith(factor.tie.options, input.options, 'options'))
  await requireFree(deps, factor, account, enrolment)
  // Whoever asks second may not have another one tied than was asked for first.
  const agreed = await approvedFor(deps, input, account, 'tie', `${factor.id}-${enrolment.handle}`)

  const at = deps.storage.clock.now()
  const binding = { account, createdBy: actorName(input.actor), at, label: enrolment.label }
  const { row, statement } = bindAuthenticator(deps, binding, factor, enrolment)
  const label = enrolment.label ?? factor.guide.name
  const values = { at, account: account.name, factor: factor.guide.name, label }
  const outcome = await bookAct(deps, {
    actor: input.actor,
    event: 'authenticator.tied',
    accountId: account.id,
    authenticatorId: row.id,
    details: { factor: factor.id, reason: input.reason.slice(0, 500) },
    statements: [
      deps.accounts.expectActiveEpoch(account.id, account.epoch),
      ...agreed,
      statement,
      ...(await deps.notices.tell(account, { template: 'factor.added', values })),
    ],
    locks: [account.id, row.id],
  })
  if (outcome === 'refused') throw busy()
  deps.delivery.kick()
  return { authenticatorId: row.id }
}

async function requireFree(
  deps: AdministrationDeps,
  factor: Factor,
  account: Account,
  { handle }: Enrolment<unknown>,
): Promise<void> {
  const holder = handle === undefined ? undefined : await deps.authenticators.findByHandle(factor.id, handle)
  if (holder) throw tiedAlready(factor.messages.taken)
  const rows = await deps.authenticators.ofAccount(account.id)
  const has = rows.filter((row) => row.factor === factor.id && row.status !== 'pending')
  if (has.length >= factor.traits.perAccount) throw tooManyOfIt()
}

export interface UntieInput extends SubjectInput {
  readonly authenticatorId: Id<'authenticator'>
}

/**
 * Takes off what another house says of an account, whoever has tied it; under the same conditions, and its owner is
 * told. The last way to begin a sign-in stays: held back it opens nothing either, and goes on counting (R1).
 */
export async function untieAuthenticator(deps: AdministrationDeps, input: UntieInput): Promise<void> {
  const account = await otherAccount(deps, input, permission)
  const rows = await deps.authenticators.ofAccount(account.id)
  const row = rows.find(({ id, status }) => id === input.authenticatorId && status !== 'pending')
  const factor = row && deps.factors.find(row.factor)
  if (!row || !factor) throw authenticatorNotFound()
  if (!factor.tie) throw factorNotTied()
  const others = rows.filter((one) => one !== row)
  if (isNeededFirst(deps, row, others)) throw neededToBegin()
  const agreed = await approvedFor(deps, input, account, 'untie', row.id)

  const at = deps.storage.clock.now()
  const values = { at, account: account.name, factor: factor.guide.name, label: row.label }
  const outcome = await bookAct(deps, {
    actor: input.actor,
    event: 'authenticator.untied',
    accountId: account.id,
    authenticatorId: row.id,
    details: { factor: factor.id, reason: input.reason.slice(0, 500) },
    statements: [
      deps.accounts.expectActiveEpoch(account.id, account.epoch),
      ...agreed,
      deps.authenticators.expectUnchanged(others),
      deps.authenticators.remove(row),
      deps.attempts.cancelAll(account.id),
      ...endedWith(deps, account.id, row),
      ...(await deps.notices.tell(account, { template: 'factor.removed', values })),
    ],
    locks: [account.id, row.id],
  })
  if (outcome === 'refused') throw authenticatorChanged()
  deps.delivery.kick()
}

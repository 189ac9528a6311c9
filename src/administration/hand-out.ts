import type { Account } from '../accounts/index.ts'
import { busy, contextOf, personOf } from '../authentication/index.ts'
import { sealFor } from '../authenticators/index.ts'
import type { Enrolment, Factor, Offer } from '../factors/factor.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Statement } from '../storage/index.ts'
import { actorName } from './actor.ts'
import { approvedFor } from './approval.ts'
import { bookBy } from './book.ts'
import type { AdministrationDeps } from './deps.ts'
import { factorNotHandedOut } from './errors.ts'
import { otherAccount } from './other-account.ts'
import type { SubjectInput } from './subject.ts'

export interface HandOutInput extends SubjectInput {
  readonly factor: string
  /** What the factor asks for: a life, a number of uses. */
  readonly options?: unknown
}

/** What was made, to be handed over in person or over a way that both trust. */
export interface HandedOut {
  readonly authenticatorId: Id<'authenticator'>
  /** Shown once. */
  readonly show: Readonly<Record<string, unknown>>
  readonly expiresAt?: number
}

const permission = { role: 'help-desk', scope: 'accounts:write', changes: true } as const

/**
 * Makes what lets somebody in who has nothing else, in place of an older one: never for oneself, never for an account
 * with more rights, and for an administrator only with a second one who asks for the same (R11, ASVS 6.4.6). Its
 * owner's contacts are told.
 */
export async function handOut(deps: AdministrationDeps, input: HandOutInput): Promise<HandedOut> {
  const account = await otherAccount(deps, input, permission)
  const factor = deps.factors.find(input.factor)
  if (!factor?.traits.handedOut) throw factorNotHandedOut()
  const options = factor.options ? parseWith(factor.options, input.options, 'options') : undefined
  const made = await make(deps, factor, account, options)
  const agreed = await approvedFor(deps, input, account, 'hand-out', thisVery(factor, options))

  const at = deps.storage.clock.now()
  const id = newId<'authenticator'>({ clock: deps.storage.clock, random: deps.random })
  const label = factor.guide.name
  const values = { at, account: account.name, factor: label, label }
  const outcome = await bookBy(deps, input.actor, {
    statements: [
      deps.accounts.expectActiveEpoch(account.id, account.epoch),
      ...agreed,
      ...(await withoutOlder(deps, factor, account)),
      rowOf(deps, { id, accountId: account.id, factor: factor.id, label }, input, made.enrolment),
      ...(await deps.notices.tell(account, { template: 'factor.added', values })),
    ],
    events: [
      {
        at,
        event: 'authenticator.handed-out',
        outcome: 'done',
        actor: actorName(input.actor),
        accountId: account.id,
        authenticatorId: id,
        details: { factor: factor.id, reason: input.reason.slice(0, 500) },
      },
    ],
    locks: [account.id, id],
  })
  if (outcome === 'refused') throw busy()
  const { expiresAt } = made.enrolment
  return { authenticatorId: id, show: made.offer.show, ...(expiresAt === undefined ? {} : { expiresAt }) }
}

/**
 * What is handed out, and how far it goes: whoever asks second may not make a week of the hour that was asked for first.
 * `access-pass (lifetime 3600, uses 1)`.
 */
function thisVery(factor: Factor, options: unknown): string {
  const told = Object.entries(Object(options))
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .sort()
  return told.length === 0 ? factor.id : `${factor.id} (${told.join(', ')})`
}

/** Asks the factor; it has nothing to ask back. */
async function make(
  deps: AdministrationDeps,
  factor: Factor,
  account: Account,
  options: unknown,
): Promise<{ readonly offer: Offer<unknown>; readonly enrolment: Enrolment<unknown> }> {
  const person = await personOf(deps, account)
  const at = deps.storage.clock.now()
  const context = contextOf(at, await deps.portal(), { door: 'administration' })
  const offer = await factor.offer({ person, options, existing: [], context })
  const enrolment = await factor.confirm({ pending: offer.pending, answer: undefined, person, context })
  if (!enrolment.accepted) throw factorNotHandedOut()
  return { offer, enrolment }
}

async function withoutOlder(
  deps: AdministrationDeps,
  factor: Factor,
  account: Account,
): Promise<readonly Statement[]> {
  const rows = await deps.authenticators.ofAccount(account.id)
  return rows.filter((row) => row.factor === factor.id).map((row) => deps.authenticators.remove(row))
}

function rowOf(
  deps: AdministrationDeps,
  owner: Pick<Parameters<AdministrationDeps['authenticators']['add']>[0], 'id' | 'factor' | 'label'> & {
    readonly accountId: Id<'account'>
  },
  { actor }: HandOutInput,
  { data, counter, handle, expiresAt }: Enrolment<unknown>,
): Statement {
  return deps.authenticators.add({
    ...owner,
    applicationId: undefined,
    createdBy: actorName(actor),
    createdAt: deps.storage.clock.now(),
    data: sealFor(deps.box, 'data', owner, data),
    counter,
    handle,
    expiresAt,
  })
}

import type { Account } from '../accounts/index.ts'
import { provedByEnrolment } from '../authentication/index.ts'
import { type Authenticator, isWeak, sealFor } from '../authenticators/index.ts'
import type { Enrolment, Factor, FactorContext, Person } from '../factors/factor.ts'
import { newId } from '../kernel/ids.ts'
import type { Proved } from '../policy/index.ts'
import type { Statement } from '../storage/index.ts'
import type { EnrolmentDeps } from './deps.ts'

type BindDeps = Pick<EnrolmentDeps, 'storage' | 'random' | 'box' | 'authenticators' | 'factors'>

/** Whose authenticator it becomes, and by whom and when. */
export interface Binding {
  readonly account: Pick<Account, 'id'>
  readonly createdBy: string
  readonly at: number
  /** What it is called; by its factor unless told. */
  readonly label?: string | undefined
}

/** An authenticator that is active from the booking of its statement on, and what setting it up has proved. */
export interface Bound {
  readonly row: Pick<Authenticator, 'id' | 'factor'>
  readonly statement: Statement
  readonly proved: Proved
}

/** Binds what was confirmed without an offer of its own: it exists from here on, or never did. */
export function bindAuthenticator(
  deps: BindDeps,
  { account, createdBy, at, label }: Binding,
  factor: Factor,
  enrolment: Enrolment<unknown>,
): Bound {
  const id = newId<'authenticator'>({ clock: deps.storage.clock, random: deps.random })
  const row = { id, accountId: account.id, factor: factor.id }
  const statement = deps.authenticators.add({
    ...row,
    applicationId: undefined,
    label: label ?? factor.guide.name,
    createdBy,
    createdAt: at,
    data: sealFor(deps.box, 'data', row, enrolment.data),
    weak: isWeak(factor, enrolment.data),
    counter: enrolment.counter,
    handle: enrolment.handle,
  })
  return { row, statement, proved: provedByEnrolment(factor, row, enrolment, at) }
}

/** A way of recovery that comes along unasked, with what is shown of it once. */
export interface BoundRecovery extends Bound {
  readonly factor: Factor
  readonly show: Readonly<Record<string, unknown>>
}

/** Recovery codes, or whatever this installation has for that: undefined where it has nothing (V-46, decision 9). */
export async function bindRecovery(
  deps: BindDeps,
  binding: Binding,
  person: Person,
  context: FactorContext,
): Promise<BoundRecovery | undefined> {
  const factor = wayOfRecovery(deps)
  if (!factor) return undefined
  const offer = await factor.offer({ person, options: undefined, existing: [], context })
  const enrolment = await factor.confirm({ pending: offer.pending, answer: undefined, person, context })
  if (!enrolment.accepted) return undefined
  return { ...bindAuthenticator(deps, binding, factor, enrolment), factor, show: offer.show }
}

/** The factor by which its owner comes back after a loss, made unasked. */
export function wayOfRecovery({ factors }: Pick<EnrolmentDeps, 'factors'>): Factor | undefined {
  return factors.all.find(({ traits }) => traits.comesAlong)
}

/** Whether it stands at the second door; one of an unknown factor does (R1). */
export function isSecondFactor(
  { factors }: Pick<EnrolmentDeps, 'factors'>,
  row: Pick<Authenticator, 'factor'>,
): boolean {
  const traits = factors.find(row.factor)?.traits
  return !traits?.first && (traits?.role ?? 'factor') === 'factor'
}

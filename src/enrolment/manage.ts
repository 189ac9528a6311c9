import type { Account } from '../accounts/index.ts'
import {
  bookUnjudged,
  endedWith,
  inScope,
  lastingRequirement,
  noting,
  operate,
  retrying,
  type ShownNotice,
  type Surroundings,
} from '../authentication/index.ts'
import {
  type Authenticator,
  type AuthenticatorStatus,
  authenticatorChanged,
  authenticatorNotFound,
  endOf,
  openCandidate,
} from '../authenticators/index.ts'
import type { Factor, Operation } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import type { Session } from '../sessions/index.ts'
import type { Statement } from '../storage/index.ts'
import { isSecondFactor } from './bind.ts'
import { bookOwn } from './book-own.ts'
import type { EnrolmentDeps } from './deps.ts'
import { enrolmentRefused, lastSecondFactor, operationUnknown } from './errors.ts'
import { farewellTo } from './farewell.ts'
import { firstFactorChanged } from './first-factor-changed.ts'
import { ownAccountAtBar } from './own-account.ts'

/** An authenticator as its owner and the help desk may see it. Never a secret. */
export interface AuthenticatorView {
  readonly id: Id<'authenticator'>
  readonly factor: string
  readonly role: 'factor' | 'recovery'
  readonly label: string
  readonly status: AuthenticatorStatus
  readonly applicationId?: Id<'application'>
  readonly createdAt: number
  readonly lastUsedAt?: number
  readonly expiresAt?: number
  /** It is time to add the next one; this one is thought to be good until then. */
  readonly endsSoon?: number
  readonly describe: Readonly<Record<string, string | number | boolean>>
  readonly operations: readonly string[]
  /** Changes with the row; for `If-Match`. */
  readonly etag: string
}

/** What the account has, pending offers left out. */
export async function listAuthenticators(
  deps: Pick<EnrolmentDeps, 'authenticators' | 'factors' | 'box'>,
  accountId: Id<'account'>,
): Promise<readonly AuthenticatorView[]> {
  const rows = await deps.authenticators.ofAccount(accountId)
  return rows.filter((row) => row.status !== 'pending').map((row) => authenticatorView(deps, row))
}

export function authenticatorView(
  deps: Pick<EnrolmentDeps, 'factors' | 'box' | 'authenticators'>,
  row: Authenticator,
): AuthenticatorView {
  const factor = deps.factors.find(row.factor)
  const candidate = factor && openCandidate(deps.box, factor, row)
  const operations = factor?.operations?.filter((one) => one.permission === 'owner') ?? []
  const end = endOf(factor, row, candidate?.data)?.at
  return {
    id: row.id,
    factor: row.factor,
    role: factor?.traits.role ?? 'factor',
    label: row.label,
    status: row.status,
    ...(row.applicationId ? { applicationId: row.applicationId } : {}),
    createdAt: row.createdAt,
    ...(row.lastUsedAt === undefined ? {} : { lastUsedAt: row.lastUsedAt }),
    ...(row.expiresAt === undefined ? {} : { expiresAt: row.expiresAt }),
    ...(end !== undefined && deps.authenticators.endsSoon(row, end) ? { endsSoon: end } : {}),
    describe: (candidate && factor?.describe?.(candidate.data)) ?? {},
    operations: operations.map((one) => one.id),
    etag: `"${row.id}.${row.version}"`,
  }
}

interface Own {
  readonly account: Account
  readonly session: Session
  readonly row: Authenticator
  /** What the account has besides. */
  readonly others: readonly Authenticator[]
}

/** One's own authenticator, for a session fresh at the bar; anyone else's does not exist (A-055, G10). */
async function ownAuthenticator(
  deps: EnrolmentDeps,
  session: Session,
  id: Id<'authenticator'>,
): Promise<Own> {
  const { account, authenticators } = await ownAccountAtBar(deps, session)
  const row = authenticators.find((one) => one.id === id && one.status !== 'pending')
  if (!row) throw authenticatorNotFound()
  const others = authenticators.filter((one) => one !== row)
  return { account, session, row, others }
}

export interface ManageInput {
  readonly session: Session
  readonly authenticatorId: Id<'authenticator'>
  /** What the caller last saw; another state refuses with `etag.stale`. */
  readonly etag?: string | undefined
}

export async function renameAuthenticator(
  deps: EnrolmentDeps,
  input: ManageInput & { readonly label: string },
): Promise<AuthenticatorView> {
  const own = await ownAuthenticator(deps, input.session, input.authenticatorId)
  const { row } = own
  requireEtag(deps, row, input.etag)
  const label = input.label.trim().slice(0, 64)
  await change(deps, own, [deps.authenticators.rename(row, label)], 'authenticator.renamed')
  return authenticatorView(deps, { ...row, label, version: row.version + 1 })
}

/**
 * Removes one's own authenticator, at the bar that it helps to set (G10), and tells every contact. What began with it is
 * over, save the session in which it is removed. What signs in at first stays where there is nothing else, and so does
 * the last second factor where policy demands one: add the new one before.
 */
export async function removeAuthenticator(deps: EnrolmentDeps, input: ManageInput): Promise<void> {
  const own = await ownAuthenticator(deps, input.session, input.authenticatorId)
  const { account, row, others } = own
  requireEtag(deps, row, input.etag)
  const factor = deps.factors.find(row.factor)
  const portal = await deps.portal()
  const here = inScope(others, portal)
  const enrolmentWith = async (rows: readonly Authenticator[]) =>
    (await lastingRequirement(deps, { account, application: portal, authenticators: rows })).enrolment
  const without = await enrolmentWith(here)
  const worse = without !== 'none' && without !== (await enrolmentWith([...here, row]))
  const stranded = leavesNothingUsable(deps, row, here)
  if (worse || stranded || isNeededFirst(deps, row, here)) throw lastSecondFactor()
  const at = deps.storage.clock.now()
  const values = { at, account: account.name, factor: factor?.guide.name ?? row.factor, label: row.label }
  const told = await deps.notices.tell(account, { template: 'factor.removed', values })
  const farewell = await farewellTo(deps, account, row, at)
  const gone = [
    deps.authenticators.expectUnchanged(here),
    deps.authenticators.remove(row),
    deps.attempts.cancelAll(account.id),
    ...endedWith(deps, account.id, row, own.session.id),
  ]
  await change(deps, own, [...gone, ...told, ...farewell], 'authenticator.removed')
  deps.delivery.kick()
}

/** A way to begin goes where it begins by itself and another one stays: a password is changed, not removed. */
export function isNeededFirst(
  { factors }: Pick<EnrolmentDeps, 'factors'>,
  row: Authenticator,
  others: readonly Authenticator[],
): boolean {
  const traits = factors.find(row.factor)?.traits
  if (!traits?.first) return false
  const stays = others.some((one) => one.status === 'active' && factors.find(one.factor)?.traits.first)
  return !traits.opens || !stays
}

/** What is lost or disabled still demands a second factor (R1); without a usable one nobody could give it. */
function leavesNothingUsable(
  deps: EnrolmentDeps,
  row: Authenticator,
  others: readonly Authenticator[],
): boolean {
  if (row.status !== 'active' || !isSecondFactor(deps, row)) return false
  const seconds = others.filter((one) => one.status !== 'pending' && isSecondFactor(deps, one))
  return seconds.length > 0 && !seconds.some((one) => one.status === 'active')
}

export interface OperationInput extends ManageInput {
  readonly operation: string
  readonly input: unknown
  readonly surroundings: Surroundings
}

export interface OperationDone {
  readonly authenticator: AuthenticatorView
  /** Shown once. */
  readonly show?: Readonly<Record<string, unknown>>
  readonly notices: readonly ShownNotice[]
}

/** Runs an operation that the factor itself offers its owner: change, resynchronise, refill. */
export async function runOperation(deps: EnrolmentDeps, input: OperationInput): Promise<OperationDone> {
  return deps.queue(input.session.accountId, () => retrying(() => operationRound(deps, input)))
}

async function operationRound(deps: EnrolmentDeps, input: OperationInput): Promise<OperationDone | 'lost'> {
  const own = await ownAuthenticator(deps, input.session, input.authenticatorId)
  const { account, row } = own
  requireEtag(deps, row, input.etag)
  const factor = deps.factors.find(row.factor)
  const operation = factor?.operations?.find(
    (one) => one.id === input.operation && one.permission === 'owner',
  )
  const candidate = factor && openCandidate(deps.box, factor, row)
  const application = await deps.applications.find(input.session.applicationId)
  if (!factor || !operation || !candidate || !application || row.status !== 'active') throw operationUnknown()

  const operating = { factor, operation, account, application, row, candidate }
  const whose = { accountId: account.id, ownerKey: account.id, applicationId: application.id }
  const operated = await noting(
    () => operate(deps, { ...operating, input: input.input, surroundings: input.surroundings }),
    (because) => bookUnjudged(deps, whose, input.surroundings, because),
  )
  if (!operated.accepted) {
    if (!(await bookOwn(deps, own, row, operated.statements, 'authenticator.operation-refused')))
      return 'lost'
    throw enrolmentRefused(operated.notices)
  }
  const { after, show } = operated
  const done = { authenticator: authenticatorView(deps, after), notices: [], ...(show ? { show } : {}) }
  if (after === row) return done

  const statements = [
    ...operated.statements,
    ...(factor.traits.first
      ? await firstFactorChanged(deps, account, { session: input.session.id })
      : await replaced(deps, account, factor, operation, row)),
  ]
  return (await bookOwn(deps, own, row, statements, `authenticator.${operation.id}`)) ? done : 'lost'
}

/** What takes the place of what was enrolled is told to every contact, and what the old one has opened half is over. */
async function replaced(
  deps: EnrolmentDeps,
  account: Account,
  factor: Factor,
  { replaces }: Operation<unknown>,
  { id, label }: Authenticator,
): Promise<readonly Statement[]> {
  if (!replaces) return []
  const values = { at: deps.storage.clock.now(), account: account.name, factor: factor.guide.name, label }
  return [
    deps.attempts.cancelAll(account.id),
    deps.remembered.forgetMadeWith(account.id, id),
    ...(await deps.notices.tell(account, { template: 'factor.added', values })),
  ]
}

function requireEtag(deps: EnrolmentDeps, row: Authenticator, etag: string | undefined): void {
  if (etag !== undefined && etag !== '*' && etag !== authenticatorView(deps, row).etag)
    throw authenticatorChanged()
}

async function change(
  deps: EnrolmentDeps,
  own: Own,
  statements: readonly Statement[],
  event: string,
): Promise<void> {
  if (!(await bookOwn(deps, own, own.row, statements, event))) throw authenticatorChanged()
}

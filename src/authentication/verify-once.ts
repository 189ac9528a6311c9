import type { Account } from '../accounts/index.ts'
import { canonicalName, type NameReading } from '../directories/index.ts'
import { SallyportError } from '../kernel/errors.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { type Assurance, type Proved, reason, renewalReason, satisfy } from '../policy/index.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import { type CodeAccepted, judgeCode } from './code.ts'
import { reasonsIn } from './denied.ts'
import type { AuthenticationDeps } from './deps.ts'
import { notJudged } from './errors.ts'
import { usesOf } from './exception-use.ts'
import { isVeiled, type Judged } from './judge.ts'
import { cost } from './outcome.ts'
import { judgePassword } from './password-first.ts'
import { bookUnjudged, countRefused, noting, type RecordedRefusal, recordRefusal } from './refusal.ts'
import { retrying } from './retry.ts'
import { type Barred, barredThere } from './standing-there.ts'
import { toldOfRefusal } from './told.ts'
import { standingOf, type VerifyOnceInput, type Visit, visitOf } from './visit.ts'

export type VerifyOnceResult =
  | {
      readonly accepted: true
      readonly completionId: Id<'completion'>
      readonly accountId: Id<'account'>
      readonly authenticatorId: Id<'authenticator'>
      readonly factor: string
      readonly assurance: Assurance
    }
  | { readonly accepted: false; readonly reason: 'refused' }
  /** All was right, and a password has to be changed first, which nobody can be asked for here. */
  | { readonly accepted: false; readonly reason: typeof renewalReason; readonly text: string }
  /** `wait` in milliseconds; without it waiting does not help. */
  | { readonly accepted: false; readonly reason: 'throttled'; readonly wait: number | undefined }

/**
 * A whole sign-in in one call, for systems that carry an account and a code. Without a password or a vouch it is a
 * code-only door: it claims one factor and fails into a budget of its own (R7).
 */
export async function verifyOnce(
  deps: AuthenticationDeps,
  input: VerifyOnceInput,
): Promise<VerifyOnceResult> {
  const name = canonicalName(input.account)
  const key = name.valid ? name.key : input.account.slice(0, 256)
  return deps.queue(key, () => retrying(() => verifyRound(deps, input, name)))
}

async function verifyRound(
  deps: AuthenticationDeps,
  input: VerifyOnceInput,
  name: NameReading,
): Promise<VerifyOnceResult | 'lost'> {
  const found = name.valid ? await deps.accounts.findByName(name.key) : undefined
  const account = found?.status === 'active' ? found : undefined
  const visit = await visitOf(deps, input, account)
  const result = await noting(
    () => judgeVisit(deps, visit, input),
    (because) => bookUnjudged(deps, visit.record, visit.surroundings, because),
  ).catch(throttledOnly)
  if (result === 'veiled') throw notJudged()
  return result
}

async function judgeVisit(
  deps: AuthenticationDeps,
  visit: Visit,
  input: VerifyOnceInput,
): Promise<VerifyOnceResult | 'lost' | 'veiled'> {
  let before: Before = { proved: [], weak: false, statements: [] }
  if (input.password !== undefined) {
    const password = await judgePassword(deps, visit, input.password)
    if (!password.accepted) return refuse(deps, visit, [], password.judged, password.failed)
    before = { ...password, proved: [password.proved] }
  }
  const standing = standingOf(deps, visit, before.proved)
  const code = await judgeCode(deps, visit, standing, input)
  if (!code.accepted) return refuse(deps, visit, before.statements, code.judged, code.failed)
  return accept(deps, visit, before, code)
}

/** What came before the code. */
interface Before {
  readonly proved: readonly Proved[]
  readonly weak: boolean
  readonly statements: readonly Statement[]
}

async function accept(
  deps: AuthenticationDeps,
  visit: Visit & { readonly account?: Account | undefined },
  before: Before,
  code: CodeAccepted,
): Promise<VerifyOnceResult | 'lost'> {
  const { account, application } = visit
  if (!account) return { accepted: false, reason: 'refused' }
  const attemptId = newId<'attempt'>({ clock: deps.storage.clock, random: deps.random })
  const subject = { attemptId, accountId: account.id, epoch: account.epoch }
  const proved = [...visit.vouch, ...before.proved, code.proved]
  const requirement = visit.requirement(code.standing, code.authenticatorId, before.weak)
  const satisfied = satisfy(requirement, subject, proved)
  const because = reasonsIn({ requirement })
  if (!satisfied) {
    const refused = await refuseSpent(deps, visit, { before, code, reason: 'unsatisfied', because })
    return refused !== 'lost' && requirement.renewal === 'barred' ? renewalFirst : refused
  }
  const barred = await barredThere(deps, account)
  if (barred) return refuseSpent(deps, visit, { before, code, reason: 'directory', barred })

  const at = deps.storage.clock.now()
  const completionId = newId<'completion'>({ clock: deps.storage.clock, random: deps.random })
  const completion = {
    id: completionId,
    attemptId,
    accountId: account.id,
    applicationId: application.id,
    purpose: 'verify' as const,
  }
  const { authenticatorId } = code
  const { source } = visit.surroundings
  const accepted = {
    at,
    actor: application.id,
    accountId: account.id,
    applicationId: application.id,
    authenticatorId,
    attemptId,
    ...(source ? { source } : {}),
  }
  const uses = usesOf(deps, requirement, accepted)
  const outcome = await deps.storage.book({
    statements: [
      deps.accounts.expectActiveEpoch(account.id, account.epoch),
      ...before.statements,
      ...code.statements,
      deps.attempts.insertCompletion(completion, satisfied, at),
      ...uses.statements,
    ],
    events: [...acceptedEvents(visit, code, accepted, satisfied.assurance), ...uses.events],
    locks: [visit.owner.key, code.authenticatorId],
  })
  if (outcome === 'refused') return 'lost'
  return {
    accepted: true,
    completionId,
    accountId: account.id,
    authenticatorId,
    factor: code.proved.factor,
    assurance: satisfied.assurance,
  }
}

/** Told only behind what was judged right: whoever hears it holds all that would have let them in. */
const renewalFirst: VerifyOnceResult = {
  accepted: false,
  reason: renewalReason,
  text: reason(renewalReason).text,
}

/** The acceptance, with the vouch that it rests on (R7), and the enrolment that it may have confirmed (C-13). */
function acceptedEvents(
  visit: Visit,
  code: CodeAccepted,
  common: Omit<AuditEntry, 'event' | 'outcome'>,
  assurance: Assurance,
): readonly AuditEntry[] {
  const { factor } = code.proved
  const { door } = visit.surroundings
  const details = { factor, door, assurance, vouched: visit.vouch.length > 0 }
  const accepted = { ...common, event: 'verify.accepted', outcome: 'accepted', details } as const
  return [...enrolledEvents(common, code), accepted]
}

/** The enrolment that a right code confirmed, whatever the call came to (C-13, G13). */
function enrolledEvents(
  common: Omit<AuditEntry, 'event' | 'outcome'>,
  { confirmed, proved }: CodeAccepted,
): readonly AuditEntry[] {
  if (!confirmed) return []
  return [{ ...common, event: 'authenticator.enrolled', outcome: 'done', details: { factor: proved.factor } }]
}

/** Books what a refused proof costs; a right password beside a wrong code is not undone by it. */
async function refuse(
  deps: AuthenticationDeps,
  visit: Visit,
  before: readonly Statement[],
  judged: readonly Judged[],
  failed: readonly Statement[],
): Promise<VerifyOnceResult | 'lost' | 'veiled'> {
  const records = recordsOf(deps, visit, judged)
  const outcome = await deps.storage.book({
    statements: [
      ...before,
      ...judged.flatMap((one) => cost(deps, one)),
      ...failed,
      ...records.flatMap((record) => record.statements),
      ...(await toldOf(deps, visit, judged)),
    ],
    events: records.flatMap((record) => record.events),
    locks: [visit.owner.key, ...judged.flatMap((one) => one.compared.map((row) => row.id))],
  })
  if (outcome === 'refused') return 'lost'
  return judged.some(isVeiled) ? 'veiled' : { accepted: false, reason: 'refused' }
}

/**
 * A wrong code is recorded for what it was compared with. Where that was nothing it is recorded all the same, once,
 * so that a name that nobody has costs what any other does (A-028, G13).
 */
function recordsOf(
  deps: AuthenticationDeps,
  { record: whose, surroundings }: Visit,
  judged: readonly Judged[],
): readonly RecordedRefusal[] {
  const compared = judged.filter((one) => one.compared.length > 0)
  const recorded = compared.length > 0 ? compared : judged.slice(0, 1)
  if (recorded.length > 0) return recorded.map((one) => recordRefusal(deps, whose, one, surroundings))
  const counted = { at: deps.storage.clock.now(), whose, surroundings, reason: 'code.unread' }
  return [{ statements: [countRefused(deps, counted)], events: [] }]
}

/** A wrong code behind a right password is told to the account's owner, at this door too (C-03). */
async function toldOf(
  deps: AuthenticationDeps,
  visit: Visit,
  judged: readonly Judged[],
): Promise<readonly Statement[]> {
  const { account, surroundings } = visit
  const behind = judged.find((one) => one.question.standing === 'proven')
  return account && behind ? toldOfRefusal(deps, { account, surroundings, at: behind.at }) : []
}

/** Why a right code does not let in. */
interface InVain {
  readonly before: Before
  readonly code: CodeAccepted
  readonly reason: 'unsatisfied' | 'directory'
  readonly because?: string
  readonly barred?: Barred
}

/** A right code that does not let in is spent all the same: whatever was judged has its price (G2). */
async function refuseSpent(
  deps: AuthenticationDeps,
  { account, application, surroundings, owner }: Visit,
  { before, code, reason, because, barred }: InVain,
): Promise<VerifyOnceResult | 'lost'> {
  const common = {
    at: deps.storage.clock.now(),
    actor: application.id,
    applicationId: application.id,
    authenticatorId: code.authenticatorId,
    ...(account ? { accountId: account.id } : {}),
    ...(surroundings.source ? { source: surroundings.source } : {}),
  }
  const outcome = await deps.storage.book({
    statements: [...before.statements, ...code.statements, ...(barred?.statements ?? [])],
    events: [
      ...enrolledEvents(common, code),
      {
        ...common,
        event: 'verify.refused',
        outcome: 'refused',
        reason,
        details: {
          factor: code.proved.factor,
          door: surroundings.door,
          ...(because === undefined ? {} : { because }),
        },
      },
      ...(barred?.events ?? []),
    ],
    locks: [owner.key, code.authenticatorId],
  })
  return outcome === 'refused' ? 'lost' : { accepted: false, reason: 'refused' }
}

function throttledOnly(error: unknown): VerifyOnceResult {
  if (!(error instanceof SallyportError && error.code === 'throttled')) throw error
  const seconds = error.details.retryAfter
  return {
    accepted: false,
    reason: 'throttled',
    wait: typeof seconds === 'number' ? seconds * 1000 : undefined,
  }
}

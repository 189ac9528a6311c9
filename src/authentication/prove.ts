import type { Factor } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Proved } from '../policy/index.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import { withheldBecause } from './choice.ts'
import { type Approved, type Completed, type CompleteOptions, completionOf } from './complete.ts'
import { deniedEvent } from './denied.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { questionEndedWell } from './disturbance.ts'
import {
  factorUnavailable,
  factorUnknown,
  firstFactorFirst,
  nameFirst,
  notJudged,
  proofRefused,
  proofUnlinked,
} from './errors.ts'
import { type GivenProof, onlyFitting } from './given-proof.ts'
import { isVeiled, type Judged, judge, type Question } from './judge.ts'
import { type CheckedLanes, checkLanes, lanesFor } from './lanes.ts'
import { nameOwner } from './name-owner.ts'
import { type Progress, progressOf } from './options.ts'
import { cost, isWeakSuccess, noticesOf, provedBy, type ShownNotice, spend, successOf } from './outcome.ts'
import { personOf } from './person.ts'
import { readinessOf } from './put-off.ts'
import { type RedeemedProofs, withRedeemed } from './redeem.ts'
import { bookUnjudged, noting, recordRefusal } from './refusal.ts'
import { copiedBrowser } from './remember.ts'
import { remindersOf } from './reminders.ts'
import { retrying } from './retry.ts'
import type { Attempt } from './schema.ts'
import {
  firstFactorProved,
  isNameless,
  mayOpen,
  mayRecover,
  maySignWith,
  onceWeak,
  type Situation,
  situationOf,
} from './situation.ts'
import { barredThere } from './standing-there.ts'
import { livingAttempt } from './start.ts'
import { toldOfRecovery, toldOfRefusal } from './told.ts'
import { answersUnasked } from './unasked.ts'
import { veiling } from './veiled.ts'
import { withCertificate } from './with-certificate.ts'

export interface ProveInput {
  readonly secret: string | undefined
  /** Judged in the order first factor, then the rest; booked together. */
  readonly proofs: readonly GivenProof[]
  /** Complete in the same booking if this satisfies the attempt. */
  readonly complete?: CompleteOptions | undefined
  readonly surroundings: Surroundings
}

export interface ProveResult {
  readonly progress: Progress
  readonly notices: readonly ShownNotice[]
  readonly completed?: Completed | undefined
  /** Where it was a transaction. */
  readonly approved?: Approved | undefined
}

/**
 * One read, one durable write, then the answer: what is judged here is booked before anyone hears of it (G2, G7).
 * Throws `proof.refused` for every wrong proof alike, `throttled` where no try is due, `busy` where others kept booking.
 */
export async function prove(deps: AuthenticationDeps, input: ProveInput): Promise<ProveResult> {
  const found = await livingAttempt(deps, input.secret)
  const present = withCertificate(deps, input.surroundings)
  return withRedeemed(deps, found, input, (redeemed, late) =>
    deps.queue(found.ownerKey, (waited) =>
      retrying(async (tried) => {
        const isOld = late || waited || tried > 0
        const attempt = isOld ? await livingAttempt(deps, input.secret) : found
        return proveRound(deps, input, { present, redeemed }, attempt)
      }),
    ),
  )
}

/** What is had from elsewhere for these proofs, once, however often they are judged (R6). */
interface Gathered {
  readonly present: ReturnType<typeof withCertificate>
  readonly redeemed: RedeemedProofs
}

/** A try that is not judged is recorded like any other refusal, and costs nothing more (G13). */
async function proveRound(
  deps: AuthenticationDeps,
  input: ProveInput,
  gathered: Gathered,
  attempt: Attempt,
): Promise<ProveResult | 'lost'> {
  const result = await noting(
    () => proveOnce(deps, input, gathered, attempt),
    (because) => bookUnjudged(deps, attempt, input.surroundings, because),
  )
  if (result === 'veiled') throw notJudged()
  return result
}

async function proveOnce(
  deps: AuthenticationDeps,
  input: ProveInput,
  { present, redeemed }: Gathered,
  attempt: Attempt,
): Promise<ProveResult | 'lost' | 'veiled'> {
  const unnamed = await situationOf(deps, attempt, input.surroundings)
  const submission: Submission = {
    proved: [],
    statements: [],
    events: [],
    notices: [],
    locks: [],
    weak: false,
  }
  const proofs = parseProofs(deps, unnamed, input.proofs, redeemed)
  const surroundings = await present(proofs.map(({ factor }) => factor))
  const situation = await nameOwner(deps, unnamed, proofs, surroundings)
  for (const given of proofs) {
    // Behind the first door of a sign-in that a rule denies nothing more is judged, and so nothing spent.
    if (isDenied(deps, situation, submission)) break
    const refused = await proveOne(deps, situation, submission, given, surroundings)
    if (refused) {
      const booked = await bookRefusal(deps, situation, submission, refused, surroundings)
      if (!booked) return 'lost'
      if (isVeiled(refused.judged)) return 'veiled'
      throw isUnlinked(refused) ? proofUnlinked() : proofRefused()
    }
  }
  return bookSuccess(deps, situation, submission, input)
}

function isUnlinked({ judged: { verdict } }: Refusal): boolean {
  return !verdict.accepted && verdict.reason === 'unlinked'
}

function isDenied(
  { factors }: Pick<AuthenticationDeps, 'factors'>,
  { attempt, requirement }: Situation,
  { proved }: Submission,
): boolean {
  return (
    requirement.deny && firstFactorProved(factors, { ...attempt, proved: [...attempt.proved, ...proved] })
  )
}

/** What this submission has proved so far, and what booking it will write. */
interface Submission {
  readonly proved: Proved[]
  readonly statements: Statement[]
  readonly events: AuditEntry[]
  readonly notices: ShownNotice[]
  readonly locks: string[]
  /** A password among them is easy to guess, or known from a breach. */
  weak: boolean
}

interface ParsedProof {
  readonly factor: Factor
  readonly proof: unknown
  readonly authenticatorId: Id<'authenticator'> | undefined
}

/** A judged refusal and the lanes it costs. */
interface Refusal {
  readonly judged: Judged
  readonly lanes: CheckedLanes
}

function parseProofs(
  deps: AuthenticationDeps,
  situation: Situation,
  proofs: readonly GivenProof[],
  redeemed: RedeemedProofs,
): readonly ParsedProof[] {
  const parsed = proofs.map((given) => {
    const factor = factorOf(deps, situation, given)
    const authenticatorId = given.authenticatorId as Id<'authenticator'> | undefined
    const had = redeemed.get(given)
    const proof = had?.factor === factor ? had.proof : parseWith(factor.proof, given.proof, 'proof')
    return { factor, proof, authenticatorId }
  })
  return parsed.sort((one, other) => opening(other) - opening(one))
}

function opening({ factor }: ParsedProof): number {
  return Number(mayOpen(factor.traits))
}

/** An authenticator that is not the account's own is as good as none: the proof is judged against nothing. */
function factorOf(deps: AuthenticationDeps, situation: Situation, given: GivenProof): Factor {
  const named = situation.authenticators.find((row) => row.id === given.authenticatorId)
  const id = given.factor ?? named?.factor
  if (id === undefined && given.authenticatorId !== undefined) throw proofRefused()
  const factor = id === undefined ? onlyFitting(deps.factors, given) : deps.factors.find(id)
  if (factor) return factor
  // Of their own, and switched off.
  if (given.factor === undefined && named) throw proofRefused()
  throw factorUnknown()
}

/** Judges one proof and adds it to the submission; returns the refusal where it was wrong. */
async function proveOne(
  deps: AuthenticationDeps,
  situation: Situation,
  submission: Submission,
  given: ParsedProof,
  surroundings: Surroundings,
): Promise<Refusal | undefined> {
  const { attempt, application, account } = situation
  const sofar = { ...attempt, proved: [...attempt.proved, ...submission.proved] }
  const known = firstFactorProved(deps.factors, sofar)
  if (!known && !mayOpen(given.factor.traits)) throw firstFactorFirst()
  if (given.factor.unavailable?.('prove') !== undefined) throw factorUnavailable()
  if (isNameless(attempt) && !given.factor.traits.opens) throw nameFirst()

  const device = await deps.throttle.recognise(surroundings.device)
  const lanes = await veiling(given, surroundings, () =>
    checkLanes(deps, lanesFor(deps, given.factor, attempt, { account, surroundings, device })),
  )
  const challenge = given.factor.challenge && (await deps.attempts.findChallenge(attempt.id, given.factor.id))
  const question: Question = {
    factor: given.factor,
    proof: given.proof,
    authenticators: answerable(deps, situation, given, challenge?.authenticators),
    standing: known ? 'proven' : 'unproven',
    challenge,
    transaction: attempt.transaction,
    ...(account ? { person: () => personOf(deps, account) } : {}),
  }
  const judged = await judge(deps, question, application, surroundings)
  const success = successOf(judged)
  if (!success) return { judged, lanes }

  submission.proved.push(provedBy(success))
  submission.weak ||= isWeakSuccess(success)
  submission.statements.push(
    ...spend(deps, success),
    ...lanes.cleared,
    ...questionEndedWell(deps, given.factor, attempt),
  )
  submission.notices.push(...noticesOf(success))
  submission.locks.push(success.row.id)
  submission.events.push({
    at: judged.at,
    event: 'proof.accepted',
    outcome: 'accepted',
    ...whoOf(situation, surroundings),
    authenticatorId: success.row.id,
    details: { factor: given.factor.id },
  })
  if (given.factor.traits.role === 'recovery' && situation.account) {
    const happening = { account: situation.account, surroundings, at: judged.at }
    submission.statements.push(...(await toldOfRecovery(deps, happening, given.factor.guide.name)))
  }
  return undefined
}

function answerable(
  deps: Pick<AuthenticationDeps, 'box' | 'factors' | 'policy'>,
  situation: Situation,
  given: ParsedProof,
  challenged: readonly Id<'authenticator'>[] | undefined,
) {
  // Where nothing can come of it no code is spent (R11).
  const forbidden = situation.requirement.forbid.has(given.factor.id)
  if (given.factor.traits.role === 'recovery' && (forbidden || !mayRecover(deps.policy, situation))) return []
  const own = situation.authenticators.filter(
    (row) =>
      row.status === 'active' &&
      row.factor === given.factor.id &&
      // Beside a mailed link what is not offered leads nowhere, either.
      (!situation.attempt.forgotten || withheldBecause(deps, situation, row) === undefined),
  )
  // What cannot sign the transaction is not compared, so that no code of it is spent for nothing (C-12).
  const active = own.filter((row) => maySignWith(deps, situation.attempt, given.factor, row))
  const named =
    given.authenticatorId === undefined ? active : active.filter((row) => row.id === given.authenticatorId)
  if (!given.factor.challenge) return named
  // A question that was put to nobody in particular may be answered by whoever the proof names.
  if (challenged?.length === 0 && given.factor.traits.opens) return named
  return named.filter((row) => challenged?.includes(row.id) || answersUnasked(deps, given.factor, row))
}

async function bookSuccess(
  deps: AuthenticationDeps,
  before: Situation,
  submission: Submission,
  input: ProveInput,
): Promise<ProveResult | 'lost'> {
  const situation = submission.weak ? onceWeak(deps, before) : before
  const { attempt, account } = situation
  const proved = [...attempt.proved, ...submission.proved]
  const after: Attempt = { ...attempt, proved, version: attempt.version + 1 }
  const ready = input.complete && readinessOf(situation, proved, input.complete)
  const barred = ready && account && (await barredThere(deps, account))
  const progress = await progressOf(deps, { ...(ready?.situation ?? situation), attempt: after })
  const completion =
    ready && !barred
      ? await completionOf(deps, {
          ...ready,
          proved,
          options: input.complete ?? {},
          surroundings: input.surroundings,
        })
      : undefined
  const copied = await copiedBrowser(deps, { ...situation, attempt: after }, input.surroundings)
  const guard = account ? [deps.accounts.expectActiveEpoch(account.id, attempt.epoch)] : []
  const own = completion
    ? completion.statements
    : [
        ...guard,
        deps.attempts.bookProgress(
          attempt,
          { proved: submission.proved, failed: false },
          deps.storage.clock.now(),
        ),
      ]
  const outcome = await deps.storage.book({
    statements: [...own, ...submission.statements, ...copied.statements, ...(barred?.statements ?? [])],
    events: [
      ...submission.events,
      ...copied.events,
      ...(progress.state === 'denied' && submission.proved.length > 0
        ? [deniedEvent(situation, input.surroundings, deps.storage.clock.now())]
        : []),
      ...(completion?.events ?? []),
      ...(barred?.events ?? []),
    ],
    locks: [attempt.ownerKey, attempt.id, ...submission.locks],
  })
  if (outcome === 'refused') return 'lost'
  if (barred) throw barred.error
  const notices = [...submission.notices, ...(completion ? remindersOf(deps, situation) : [])]
  return { progress, notices, ...completion?.ending }
}

/** What was proved before the refusal in the same submission counts; the refusal costs its try; one booking. */
async function bookRefusal(
  deps: AuthenticationDeps,
  situation: Situation,
  submission: Submission,
  refused: Refusal,
  surroundings: Surroundings,
): Promise<boolean> {
  const { attempt, account } = situation
  const { judged, lanes } = refused
  const failed = judged.question.standing === 'proven'
  const written = recordRefusal(deps, attempt, judged, surroundings)
  const changed = failed || submission.proved.length > 0
  const progress = changed
    ? [deps.attempts.bookProgress(attempt, { proved: submission.proved, failed }, judged.at)]
    : []
  // What is refused before the first factor changes nothing of an account, so a name that nobody has books the same.
  const guard = changed && account ? [deps.accounts.expectActiveEpoch(account.id, attempt.epoch)] : []
  const outcome = await deps.storage.book({
    statements: [
      ...guard,
      ...progress,
      ...submission.statements,
      ...cost(deps, judged),
      ...lanes.failed(),
      ...written.statements,
      ...(await toldOf(deps, situation, judged, surroundings)),
    ],
    events: [...submission.events, ...written.events],
    locks: [attempt.ownerKey, attempt.id, ...submission.locks, ...judged.compared.map((row) => row.id)],
  })
  return outcome === 'booked'
}

/** A wrong second factor behind a right password is told to the account's owner (C-03). */
async function toldOf(
  deps: AuthenticationDeps,
  situation: Situation,
  judged: Judged,
  surroundings: Surroundings,
): Promise<readonly Statement[]> {
  const { account } = situation
  if (judged.question.standing !== 'proven' || !account) return []
  return toldOfRefusal(deps, { account, surroundings, at: judged.at })
}

function whoOf(situation: Situation, surroundings: Surroundings) {
  const { attempt, application } = situation
  return {
    actor: attempt.accountId ?? 'unknown',
    applicationId: application.id,
    attemptId: attempt.id,
    ...(attempt.accountId ? { accountId: attempt.accountId } : {}),
    ...(surroundings.source ? { source: surroundings.source } : {}),
  }
}

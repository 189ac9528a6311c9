import type { Application } from '../applications/index.ts'
import { type Authenticator, openCandidate, type Standing, tryAt } from '../authenticators/index.ts'
import type {
  Candidate,
  Factor,
  FactorContext,
  Person,
  Transaction,
  Verdict,
  Whence,
} from '../factors/factor.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { deviceName } from './device-name.ts'
import { notJudged, throttled } from './errors.ts'
import type { Challenge } from './schema.ts'

/** A proof as it was given, parsed by its factor, with what it may be judged against. */
export interface Question {
  readonly factor: Factor
  readonly proof: unknown
  /** Active authenticators of this factor that the proof may belong to. */
  readonly authenticators: readonly Authenticator[]
  readonly standing: Standing
  readonly challenge?: Challenge | undefined
  /** What is to be approved, where it is no sign-in. */
  readonly transaction?: Transaction | undefined
  /** Whose they are, read when a factor asks for it. */
  readonly person?: () => Promise<Person>
}

/** A verdict and the rows it was judged against: each of those costs a try when it was refused. */
export interface Judged {
  readonly question: Question
  readonly verdict: Verdict<unknown>
  readonly compared: readonly Authenticator[]
  /** The same as the factor saw them. */
  readonly candidates: readonly Candidate<unknown>[]
  readonly at: number
}

/**
 * Asks the factor. Authenticators whose tries are used up, or not due yet, are not compared; where none is left the
 * proof is refused before anything is judged. Throws `throttled` or `factor.unavailable`.
 */
export async function judge(
  deps: Pick<AuthenticationDeps, 'storage' | 'box'>,
  question: Question,
  application: Application,
  surroundings: Surroundings,
): Promise<Judged> {
  const at = deps.storage.clock.now()
  const { factor, challenge } = question
  const due = factor.traits.guessable ? dueNow(question, at) : question.authenticators
  const opened = due.map((row) => ({ row, candidate: openCandidate(deps.box, factor, row) }))
  const readable = opened.filter(
    (one): one is typeof one & { candidate: Candidate<unknown> } => one.candidate !== undefined,
  )
  const expected = challenge && openExpected(deps, factor, challenge)
  const answer = challenge && openAnswer(deps, factor, challenge)
  const candidates = readable.map((one) => one.candidate)
  const verdict = await factor.verify({
    candidates,
    proof: question.proof,
    ...(expected === undefined ? {} : { expected }),
    ...(question.person ? { person: question.person } : {}),
    context: {
      ...contextOf(at, application, surroundings, question.transaction),
      ...(answer === undefined ? {} : { answer }),
    },
  })
  if (!verdict.accepted && verdict.reason === 'unavailable') throw notJudged()
  return { question, verdict, compared: readable.map((one) => one.row), candidates, at }
}

export function contextOf(
  at: number,
  application: Application,
  surroundings: Surroundings,
  transaction?: Transaction,
): FactorContext {
  const { origin, language, source, clientCertificate } = surroundings
  return {
    at,
    application: { id: application.id, name: application.name },
    ...(origin ? { origin } : {}),
    ...(language ? { language } : {}),
    from: whence(surroundings),
    ...(source ? { source } : {}),
    ...(clientCertificate ? { clientCertificate } : {}),
    ...(transaction ? { transaction } : {}),
  }
}

/** Whence somebody comes, for people to read. What is seen of a system that asks in their name says nothing of it. */
export function whence({ onBehalf, source, userAgent }: Surroundings): Whence {
  const device = deviceName(userAgent)
  if (onBehalf) return {}
  return { ...(device ? { device } : {}), ...(source ? { source } : {}) }
}

function dueNow(question: Question, at: number): readonly Authenticator[] {
  const tries = question.authenticators.map((row) => ({ row, allowed: tryAt(row, question.standing, at) }))
  const due = tries.filter((one) => one.allowed.allowed === 'now').map((one) => one.row)
  const waits = tries.flatMap((one) => (one.allowed.allowed === 'later' ? [one.allowed.wait] : []))
  if (due.length === 0 && waits.length > 0) throw throttled(Math.min(...waits))
  return due
}

/** What the answer is judged against. */
export function openExpected(
  deps: Pick<AuthenticationDeps, 'box'>,
  factor: Factor,
  challenge: Challenge,
): unknown {
  const text = openText(deps, factor, challenge, 'expected', challenge.sealedExpected)
  return factor.expected?.parse(JSON.parse(text))
}

/** What another device has answered; undefined until it did. */
function openAnswer(deps: Pick<AuthenticationDeps, 'box'>, factor: Factor, challenge: Challenge): unknown {
  const { sealedAnswer } = challenge
  if (!sealedAnswer || !factor.elsewhere) return undefined
  const text = openText(deps, factor, challenge, 'answer', sealedAnswer)
  return factor.elsewhere.messages.answer.parse(JSON.parse(text))
}

function openText(
  deps: Pick<AuthenticationDeps, 'box'>,
  factor: Factor,
  challenge: Challenge,
  column: 'expected' | 'answer',
  sealed: Uint8Array,
): string {
  return Buffer.from(deps.box.open(sealed, challengePlace(challenge.id, factor, column))).toString('utf8')
}

/** Where what is sealed of a challenge lives (R17). */
export function challengePlace(row: string, factor: Pick<Factor, 'id'>, column: 'expected' | 'answer') {
  return { table: 'challenges', column, row, factor: factor.id }
}

/** It was judged, and is to be told as if it could not be. */
export function isVeiled({ verdict }: Judged): boolean {
  return !verdict.accepted && verdict.veiled === true
}

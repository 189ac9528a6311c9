import {
  type Attempt,
  cancelAttempt,
  currentProgress,
  findLivingAttempt,
  type GivenProof,
  issueChallenge,
  type ProveResult,
  prove,
  questionSettled,
  startAttempt,
  typedFirstFactor,
  unlessRefused,
} from '../../authentication/index.ts'
import { canonicalName } from '../../directories/index.ts'
import { renewalReason } from '../../policy/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { type Asked, acceptOf, type Judged, reject, rejectSaying } from './judged.ts'
import { codes, types } from './packet.ts'
import { openState, type RoundState, sealState } from './state.ts'
import { askForCode, chosenBy, type Way, waysOf } from './ways.ts'

/*
 * Password first, the rest asked for (RFC 2865 §4.4): an attempt of the engine, whose secret travels sealed in the State.
 * Each round is spent on the attempt's own row, so that it counts once, whichever node hears of it.
 */

/** Rounds of one attempt: a code, or some looks at a phone that has not answered yet. */
const mostRounds = 10

/** Milliseconds that an answer waits for a phone: less than systems wait for us. */
const patience = 4_000

/** The password. */
export async function firstRound(deps: DoorDeps, asked: Asked): Promise<Judged> {
  const { application, account, typed, surroundings } = asked
  const factor = typedFirstFactor(deps.factors)
  if (!factor || !typed) return reject
  const { secret } = await startAttempt(deps, {
    ...{ account, surroundings },
    applicationId: application.id,
    verifies: true,
  })
  const proof = { factor: factor.id, proof: { password: typed } }
  return afterwards(deps, asked, { secret, round: 1 }, await proved(deps, asked, secret, proof))
}

/** What somebody answers to what they were asked. */
export async function laterRound(deps: DoorDeps, asked: Asked, sealed: Uint8Array): Promise<Judged> {
  const state = openState(deps.box, sealed)
  const attempt = state && (await findLivingAttempt(deps, state.secret))
  if (!state || !attempt) return reject
  // Of another system, or for another account: it is burnt (G5).
  if (!isOwn(attempt, asked)) return giveUp(deps, state)
  if (!(await spend(deps, attempt, state))) return reject
  return answered(deps, asked, { ...state, round: state.round + 1 })
}

function isOwn(attempt: Attempt, { application, account }: Asked): boolean {
  const [one, other] = [canonicalName(attempt.accountName), canonicalName(account)]
  const same = one.valid && other.valid && one.key === other.key
  return same && attempt.applicationId === application.id && attempt.purpose === 'verify'
}

/** Whether this answer is the first to this round: of several one is (G5, A-103). */
async function spend(deps: DoorDeps, attempt: Attempt, { version }: RoundState): Promise<boolean> {
  if (attempt.version !== version) return false
  const nothing = { proved: [], failed: false }
  const outcome = await deps.storage.book({
    statements: [deps.attempts.bookProgress(attempt, nothing, deps.storage.clock.now())],
    locks: [attempt.ownerKey, attempt.id],
  })
  return outcome === 'booked'
}

type Round = Pick<RoundState, 'secret' | 'round' | 'asked'>

async function answered(deps: DoorDeps, asked: Asked, state: Round): Promise<Judged> {
  const { options } = await currentProgress(deps, state.secret, { surroundings: asked.surroundings })
  const ways = waysOf(deps.factors, options)
  const chosen = chosenBy(asked.typed, ways)
  if (chosen) return ask(deps, asked, state, chosen)
  const standing = ways.find(({ factor }) => factor.id === state.asked?.factor)
  if (standing?.kind === 'elsewhere' && asked.typed === '') return lookUp(deps, asked, state, standing)
  const readers = ways.filter(({ kind }) => kind === 'typed' || (kind === 'sent' && standing !== undefined))
  return afterwards(deps, asked, state, await provedByCode(deps, asked, state, readers))
}

/** By the first of the factors that read codes; a wrong one costs what it costs anywhere. */
async function provedByCode(
  deps: DoorDeps,
  asked: Asked,
  { secret }: Round,
  readers: readonly Way[],
): Promise<ProveResult | undefined> {
  for (const factor of new Set(readers.map((way) => way.factor))) {
    const proof = factor.fromCode?.(asked.typed)
    if (proof === undefined) continue
    const result = await proved(deps, asked, secret, { factor: factor.id, proof })
    if (result) return result
  }
  return undefined
}

/** Whether the phone has answered, for as long as a system waits for us. */
async function lookUp(deps: DoorDeps, asked: Asked, state: Round, { factor }: Way): Promise<Judged> {
  const { secret } = state
  const question = { secret, factor: factor.id }
  const standing = await unlessRefused(() => questionSettled(deps, question, AbortSignal.timeout(patience)))
  if (standing === 'open') return challenge(deps, state, numberText(state.asked?.number))
  if (standing !== 'answered') return giveUp(deps, state)
  const proof = { factor: factor.id, proof: { nonce: state.asked?.nonce } }
  return afterwards(deps, asked, state, await proved(deps, asked, secret, proof))
}

/** What comes of a round: yes, no, or another. */
async function afterwards(
  deps: DoorDeps,
  asked: Asked,
  state: Round,
  result: ProveResult | undefined,
): Promise<Judged> {
  if (result?.approved) return acceptOf(deps, asked.settings, result.approved.completion.accountId)
  const { progress } = result ?? {}
  const ways = progress?.state === 'proving' ? waysOf(deps.factors, progress.options) : []
  const [first] = ways
  const renewal = progress?.because.find(({ id }) => progress.state === 'denied' && id === renewalReason)
  if (!first) return giveUp(deps, state, renewal?.text)
  const next = { ...state, asked: undefined }
  if (ways.some(({ kind }) => kind === 'typed')) return challenge(deps, next, askForCode(ways))
  return ask(deps, asked, next, first)
}

/** Sends a code, or asks another device. */
async function ask(deps: DoorDeps, asked: Asked, state: Round, way: Way): Promise<Judged> {
  const { secret } = state
  const { factor, authenticatorId, kind } = way
  const { surroundings } = asked
  const issued = await unlessRefused(() =>
    issueChallenge(deps, { secret, factor: factor.id, authenticatorId, surroundings }),
  )
  if (!issued) return giveUp(deps, state)
  const { number, nonce } = issued.show
  const shown = kind === 'elsewhere' ? { number: String(number), nonce: String(nonce) } : {}
  const text = kind === 'elsewhere' ? numberText(shown.number) : 'Enter the code that was sent to you.'
  return challenge(deps, { ...state, asked: { factor: factor.id, ...shown } }, text)
}

function numberText(number = ''): string {
  return `On your phone, enter ${number} and approve. Then press Enter here.`
}

/** Both, or old clients refuse it. */
async function challenge(deps: DoorDeps, state: Round, text: string): Promise<Judged> {
  const attempt = await findLivingAttempt(deps, state.secret)
  if (!attempt || state.round > mostRounds) return giveUp(deps, state)
  const sealed = sealState(deps.box, { ...state, version: attempt.version })
  return {
    code: codes.accessChallenge,
    attributes: [
      { type: types.state, value: sealed },
      { type: types.replyMessage, value: Buffer.from(text) },
    ],
  }
}

/** No. What was half-finished is over. */
async function giveUp(deps: DoorDeps, { secret }: Pick<Round, 'secret'>, says?: string): Promise<Judged> {
  await unlessRefused(() => cancelAttempt(deps, secret))
  return says === undefined ? reject : rejectSaying(says)
}

function proved(
  deps: DoorDeps,
  { surroundings }: Asked,
  secret: string,
  proof: GivenProof,
): Promise<ProveResult | undefined> {
  return unlessRefused(() => prove(deps, { secret, proofs: [proof], complete: {}, surroundings }))
}

import { setTimeout as wait } from 'node:timers/promises'
import type { Account } from '../accounts/index.ts'
import { type Authenticator, openCandidate, sealFor } from '../authenticators/index.ts'
import type { AnswerElsewhere, Candidate, Elsewhere, Factor } from '../factors/factor.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Statement } from '../storage/index.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { questionTurnedDown } from './disturbance.ts'
import { busy, elsewhereRefused, elsewhereUnknown } from './errors.ts'
import { challengePlace, openExpected } from './judge.ts'
import { retrying } from './retry.ts'
import type { Challenge } from './schema.ts'
import { livingAttempt } from './start.ts'
import { type Happening, occasionOf, toldOfRefusal } from './told.ts'

/** What another device of somebody's sends for one factor. Whose it is, its signature says. */
export interface ElsewhereInput {
  readonly factor: string
  readonly message: unknown
  readonly surroundings: Surroundings
}

/** What a device is asked now. */
export interface QuestionElsewhere {
  readonly show: Readonly<Record<string, unknown>>
  readonly expiresAt: number
}

/** A factor whose answers come from elsewhere, with that part of it. */
export interface Answerable {
  readonly factor: Factor
  readonly elsewhere: Elsewhere<unknown, unknown, unknown>
}

/** Throws `elsewhere.unknown` where nothing answers from elsewhere. */
export function answerable({ factors }: Pick<AuthenticationDeps, 'factors'>, id: string): Answerable {
  const factor = factors.find(id)
  if (!factor?.elsewhere || factor.unavailable?.('prove') !== undefined) throw elsewhereUnknown()
  return { factor, elsewhere: factor.elsewhere }
}

/** A device looks what it is asked. Undefined where nothing is, or where it has answered. */
export async function lookElsewhere(
  deps: AuthenticationDeps,
  input: ElsewhereInput,
): Promise<QuestionElsewhere | undefined> {
  const device = await deviceOf(deps, input, 'look')
  const { factor, elsewhere, candidate, message, account, row, at } = device
  const look = elsewhere.look({ candidate, message, context: { at } })
  if (!look) throw elsewhereRefused(at)
  if (look.data !== undefined) await keep(deps, device, look.data)
  const challenge = await deps.attempts.findQuestion(account.id, factor.id)
  if (!challenge?.authenticators.includes(row.id) || challenge.sealedAnswer) return undefined
  return { show: elsewhere.question(openExpected(deps, factor, challenge)), expiresAt: challenge.expiresAt }
}

/**
 * A device answers. What it approves waits for the browser that signs in, and completes nothing by itself; all else
 * ends the question, there and now (G5). Throws `elsewhere.refused` where the answer is not this device's.
 */
export async function answerElsewhere(
  deps: AuthenticationDeps,
  input: ElsewhereInput,
): Promise<AnswerElsewhere> {
  const { accountId } = await namedBy(deps, input, 'answer')
  return deps.queue(accountId, () => retrying(() => answerOnce(deps, input)))
}

async function answerOnce(
  deps: AuthenticationDeps,
  input: ElsewhereInput,
): Promise<AnswerElsewhere | 'lost'> {
  const device = await deviceOf(deps, input, 'answer')
  const { factor, elsewhere, candidate, message, account, row, at } = device
  const challenge = await deps.attempts.findQuestion(account.id, factor.id)
  if (!challenge?.authenticators.includes(row.id)) throw elsewhereRefused(at)
  const expected = openExpected(deps, factor, challenge)
  const answer = elsewhere.answer({ candidate, message, expected, context: { at } })
  // Who said yes by mistake may still say no, until it is used.
  if (!answer || (challenge.sealedAnswer && answer === 'approved')) throw elsewhereRefused(at)
  const outcome = await deps.storage.book({
    statements: [
      deps.accounts.expectActiveEpoch(account.id, account.epoch),
      ...(await consequences(deps, device, challenge, answer)),
    ],
    events: [
      {
        at,
        event: `challenge.${answer}`,
        outcome: answer === 'approved' ? 'accepted' : 'refused',
        actor: account.id,
        accountId: account.id,
        authenticatorId: row.id,
        attemptId: challenge.attemptId,
        details: { factor: factor.id },
        ...(input.surroundings.source ? { source: input.surroundings.source } : {}),
      },
    ],
    locks: [account.id, challenge.attemptId, row.id],
  })
  if (outcome === 'refused') return 'lost'
  if (answer !== 'approved') deps.delivery.kick()
  return answer
}

/** A device that is known by its handle; its message is parsed, and not yet believed. */
interface Device extends Answerable {
  readonly account: Account
  readonly row: Authenticator
  readonly candidate: Candidate<unknown>
  readonly message: unknown
  readonly surroundings: Surroundings
  readonly at: number
}

/** The authenticator that a message says it is of. */
async function namedBy(deps: AuthenticationDeps, input: ElsewhereInput, kind: 'look' | 'answer') {
  const { factor, elsewhere } = answerable(deps, input.factor)
  const message = parseWith(elsewhere.messages[kind], input.message)
  const at = deps.storage.clock.now()
  const row = await deps.authenticators.findByHandle(factor.id, elsewhere.handle(message))
  if (!row?.accountId) throw elsewhereRefused(at)
  return { factor, elsewhere, message, at, row, accountId: row.accountId }
}

/** Removed, suspended or lost, of an account that is shut: it is not known (A-031, N-24). */
async function deviceOf(
  deps: AuthenticationDeps,
  input: ElsewhereInput,
  kind: 'look' | 'answer',
): Promise<Device> {
  const { accountId, ...named } = await namedBy(deps, input, kind)
  const { factor, row, at } = named
  const account = await deps.accounts.find(accountId)
  const candidate = row.status === 'active' ? openCandidate(deps.box, factor, row) : undefined
  if (!candidate || account?.status !== 'active') throw elsewhereRefused(at)
  return { ...named, account, candidate, surroundings: input.surroundings }
}

/** What it told of itself. Somebody who writes the row at this moment is right, too: it tells it again. */
async function keep(
  deps: AuthenticationDeps,
  { factor, row, account, surroundings, at }: Device,
  data: unknown,
): Promise<void> {
  const outcome = await deps.storage.book({
    statements: [deps.authenticators.replaceData(row, { data: sealFor(deps.box, 'data', row, data) })],
    events: [
      {
        at,
        event: 'authenticator.told',
        outcome: 'done',
        actor: account.id,
        accountId: account.id,
        authenticatorId: row.id,
        details: { factor: factor.id },
        ...(surroundings.source ? { source: surroundings.source } : {}),
      },
    ],
    locks: [account.id, row.id],
  })
  if (outcome === 'refused') throw busy()
}

async function consequences(
  deps: AuthenticationDeps,
  device: Device,
  challenge: Challenge,
  answer: AnswerElsewhere,
): Promise<readonly Statement[]> {
  const { factor, account, at } = device
  if (answer === 'approved') return [keepAnswer(deps, device, challenge)]
  const over = [
    deps.attempts.spendChallenge(challenge, false, at),
    ...questionTurnedDown(deps, factor, account.id),
  ]
  if (answer === 'reported') return [...over, ...(await locked(deps, device, challenge))]
  if (answer !== 'refused') return over
  return [...over, ...(await toldOfRefusal(deps, happeningOf(device, challenge)))]
}

/** Its owner answers on their phone; what they must hear of is the browser that asked. */
function happeningOf({ account, surroundings, at }: Device, { askedFrom }: Challenge): Happening {
  return { account, surroundings, at, begunFrom: askedFrom ?? {} }
}

function keepAnswer(
  deps: AuthenticationDeps,
  { factor, message, at }: Device,
  challenge: Challenge,
): Statement {
  const sealed = deps.box.seal(
    Buffer.from(JSON.stringify(message), 'utf8'),
    challengePlace(challenge.id, factor, 'answer'),
  )
  return deps.attempts.answerChallenge(challenge, sealed, at)
}

/**
 * Somebody else knows the password: their sign-in is over, nothing of this factor asks or answers any more until it is
 * let go again, and the owner hears of it wherever we reach them.
 */
async function locked(
  deps: AuthenticationDeps,
  device: Device,
  challenge: Challenge,
): Promise<readonly Statement[]> {
  const { factor, account } = device
  const rows = await deps.authenticators.ofAccount(account.id)
  const active = rows.filter((row) => row.factor === factor.id && row.status === 'active')
  const values = { ...occasionOf(happeningOf(device, challenge)), factor: factor.guide.name }
  return [
    deps.attempts.cancel(challenge.attemptId),
    ...active.map((row) => deps.authenticators.move(row, 'suspend')),
    ...(await deps.notices.tell(account, { template: 'factor.reported', values })),
  ]
}

/** Milliseconds between two looks at a question that somebody waits for. */
const lookEvery = 250

/** open: nobody has answered · answered: the browser may prove with it · over: refused, expired, or never asked. */
export type QuestionStanding = 'open' | 'answered' | 'over'

/** What has become of the question that an attempt has put; for the browser that waits. */
export async function questionStanding(
  deps: AuthenticationDeps,
  input: { readonly secret: string | undefined; readonly factor: string },
): Promise<QuestionStanding> {
  const attempt = await livingAttempt(deps, input.secret)
  const { factor } = answerable(deps, input.factor)
  const challenge = await deps.attempts.findChallenge(attempt.id, factor.id)
  if (!challenge) return 'over'
  return challenge.sealedAnswer ? 'answered' : 'open'
}

/** The same once something has become of it; still `open` where `over` came first. */
export async function questionSettled(
  deps: AuthenticationDeps,
  input: Parameters<typeof questionStanding>[1],
  over: AbortSignal,
): Promise<QuestionStanding> {
  for (;;) {
    const standing = await questionStanding(deps, input)
    if (standing !== 'open' || over.aborted) return standing
    await wait(lookEvery, undefined, { signal: over }).catch(() => undefined)
  }
}

import { openCandidate, tryAt } from '../authenticators/index.ts'
import type { Candidate, Factor } from '../factors/factor.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import { callDevices } from './call-devices.ts'
import { withheldBecause } from './choice.ts'
import { chosenOnce } from './chosen.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { disturbanceOf } from './disturbance.ts'
import { busy, challengeRefused, factorUnavailable, factorUnknown, firstFactorFirst } from './errors.ts'
import { challengePlace, contextOf, whence } from './judge.ts'
import { checkLanes, lanesFor } from './lanes.ts'
import { outgoing } from './outgoing.ts'
import { personOf } from './person.ts'
import { askedFor, type Challenge } from './schema.ts'
import { firstFactorProved, isNameless, mayRecover, type Situation, situationOf } from './situation.ts'
import { livingAttempt } from './start.ts'

const longestLifetime = 600_000

export interface ChallengeInput {
  readonly secret: string | undefined
  readonly factor: string
  readonly authenticatorId?: string | undefined
  /** What the person chooses, as the factor takes it. */
  readonly options?: unknown
  /** What they have typed to be compared on another device, where the door can show them nothing (0112). */
  readonly chosen?: string | undefined
  readonly surroundings: Surroundings
}

export interface IssuedChallenge {
  readonly id: Id<'challenge'>
  readonly show: Readonly<Record<string, unknown>>
  readonly expiresAt: number
}

/**
 * Lets a factor speak first: a nonce to sign, a code that is sent. Only after a proven first factor (G15), save
 * for what may come first itself, and only where a try is due; a new challenge replaces the older one and resets no count (N-16). Throws `throttled`.
 */
export async function issueChallenge(
  deps: AuthenticationDeps,
  input: ChallengeInput,
): Promise<IssuedChallenge> {
  const { ownerKey } = await livingAttempt(deps, input.secret)
  const factor = speakingFactor(deps, input)
  const options = factor.asking ? parseWith(factor.asking, input.options, 'options') : undefined
  await factor.reach?.(options)
  return deps.queue(ownerKey, () => issueOnce(deps, { ...input, factor, options }))
}

type Speaking = Factor & Required<Pick<Factor, 'challenge'>>

function speakingFactor({ factors }: Pick<AuthenticationDeps, 'factors'>, input: ChallengeInput): Speaking {
  const factor = factors.find(input.factor)
  if (!factor) throw factorUnknown()
  if (!speaks(factor)) throw challengeRefused()
  if (factor.unavailable?.('prove') !== undefined) throw factorUnavailable()
  return factor
}

function speaks(factor: Factor): factor is Speaking {
  return factor.challenge !== undefined
}

async function issueOnce(
  deps: AuthenticationDeps,
  { factor, options, ...input }: Omit<ChallengeInput, 'factor'> & { readonly factor: Speaking },
): Promise<IssuedChallenge> {
  const attempt = await livingAttempt(deps, input.secret)
  const situation = await situationOf(deps, attempt, input.surroundings)
  const opens = !firstFactorProved(deps.factors, situation.attempt)
  if (opens && !factor.traits.opens) throw firstFactorFirst()
  // Where nothing can come of it nothing is sent (R11).
  if (factor.traits.role === 'recovery' && !mayRecover(deps.policy, situation)) throw challengeRefused()

  const from = { account: situation.account, surroundings: input.surroundings, device: undefined }
  await checkLanes(deps, lanesFor(deps, factor, attempt, from))
  const disturbance = await disturbanceOf(deps, factor, attempt)
  const choice = await chosenOnce(deps, factor, attempt, input.chosen)
  const at = deps.storage.clock.now()
  // Before anything is proved the question is the same for every name, and for none.
  const candidates = opens ? [] : askable(deps, situation, factor, input.authenticatorId, at)
  if (candidates.length === 0 && !opens) throw challengeRefused()

  const { account } = situation
  const spoken = await factor.challenge({
    candidates,
    ...(account && !opens ? { person: () => personOf(deps, account) } : {}),
    options,
    chosen: input.chosen,
    context: {
      ...contextOf(at, situation.application, input.surroundings, attempt.transaction),
      purpose: askedFor(attempt.purpose),
      ...(wantsNew(opens ? await unnamed(deps, situation, input) : situation) ? { anew: true } : {}),
    },
  })
  const id = newId<'challenge'>({ clock: deps.storage.clock, random: deps.random })
  const place = challengePlace(id, factor, 'expected')
  const challenge: Challenge = {
    id,
    attemptId: attempt.id,
    factor: factor.id,
    authenticators: candidates.map((candidate) => candidate.id),
    sealedExpected: deps.box.seal(Buffer.from(JSON.stringify(spoken.expected), 'utf8'), place),
    sealedAnswer: undefined,
    askedFrom: factor.elsewhere && whence(input.surroundings),
    triesLeft: spoken.tries,
    expiresAt: Math.min(at + Math.min(spoken.lifetime, longestLifetime), attempt.expiresAt),
  }
  const outcome = await deps.storage.book({
    statements: [
      deps.attempts.burnChallenges(attempt.id, factor.id),
      ...disturbance,
      ...choice,
      deps.attempts.insertChallenge({ ...challenge, accountId: attempt.accountId, createdAt: at }),
      ...(await outgoing(deps, factor, spoken.messages, { ...attempt, ...input.surroundings, occasion: id })),
    ],
    events: [
      {
        at,
        event: 'challenge.issued',
        outcome: 'done',
        actor: attempt.accountId ?? 'unknown',
        attemptId: attempt.id,
        applicationId: attempt.applicationId,
        ...(attempt.accountId ? { accountId: attempt.accountId } : {}),
        details: { factor: factor.id },
      },
    ],
    locks: [attempt.ownerKey, attempt.id],
  })
  if (outcome === 'refused') {
    // Where another node has asked meanwhile, that is why.
    await disturbanceOf(deps, factor, attempt)
    throw busy()
  }
  if (spoken.messages) deps.delivery.kick()
  void callDevices(deps, situation, { factor, candidates, expected: spoken.expected, at })
  return { id, show: spoken.show, expiresAt: challenge.expiresAt }
}

/** The same for nobody in particular: what rules ask of an account is not told to whoever has its name. */
async function unnamed(
  deps: AuthenticationDeps,
  situation: Situation,
  { surroundings }: Pick<ChallengeInput, 'surroundings'>,
): Promise<Situation> {
  const { attempt } = situation
  if (isNameless(attempt)) return situation
  const nobodys = { ...attempt, accountId: undefined, accountName: '', ownerKey: attempt.id }
  return situationOf(deps, nobodys, surroundings)
}

function wantsNew({ attempt, requirement }: Situation): boolean {
  return attempt.purpose !== 'sign-in' || Number.isFinite(requirement.fresh)
}

/** Whom the factor may ask: what of it is active, can be read, is asked at all, and has a try left. */
function askable(
  deps: Pick<AuthenticationDeps, 'box' | 'factors' | 'policy'>,
  situation: Situation,
  factor: Factor,
  authenticatorId: string | undefined,
  at: number,
): readonly Candidate<unknown>[] {
  const rows = situation.authenticators.filter(
    (row) =>
      row.factor === factor.id &&
      (authenticatorId === undefined || row.id === authenticatorId) &&
      withheldBecause(deps, situation, row) === undefined &&
      (!factor.traits.guessable || tryAt(row, 'proven', at).allowed === 'now'),
  )
  return rows
    .flatMap((row) => openCandidate(deps.box, factor, row) ?? [])
    .filter(({ data }) => factor.asks?.(data) ?? true)
}

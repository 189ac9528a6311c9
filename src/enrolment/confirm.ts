import {
  contextOf,
  isGuessed,
  personOf,
  retrying,
  type ShownNotice,
  type Surroundings,
  shownNotice,
  withCertificate,
} from '../authentication/index.ts'
import { type Authenticator, authenticatorNotFound, openPending } from '../authenticators/index.ts'
import type { Factor } from '../factors/factor.ts'
import type { SallyportError } from '../kernel/errors.ts'
import type { Id } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import { showsNoLess } from '../policy/index.ts'
import type { Statement } from '../storage/index.ts'
import { activate, type Confirmed } from './activate.ts'
import { type Authority, type Standing, standingFor } from './authority.ts'
import { claimsOf, judgeConfirmation } from './claim.ts'
import type { EnrolmentDeps } from './deps.ts'
import { enrolmentExpired, enrolmentRefused, weakerThanLost } from './errors.ts'
import { guessOf, requireGuess } from './guesses.ts'
import { strengthOf } from './rebind.ts'

const usualTries = 10

export interface ConfirmInput {
  readonly authority: Authority
  readonly authenticatorId: Id<'authenticator'>
  readonly answer: unknown
  readonly surroundings: Surroundings
}

/**
 * The owner shows that it works; from here on it counts. Checks the authority again, spends the confirming code,
 * voids the account's other offers, and tells its contacts, all in one booking (R2, C-13, G10).
 */
export async function confirmEnrolment(deps: EnrolmentDeps, input: ConfirmInput): Promise<Confirmed> {
  const row = await deps.authenticators.find(input.authenticatorId)
  if (!row?.accountId) throw authenticatorNotFound()
  const { id, accountId } = row
  const factor = deps.factors.find(row.factor)
  const surroundings = await withCertificate(deps, input.surroundings)(factor ? [factor] : [])
  const confirm = (redeemed?: unknown) =>
    deps.queue(accountId, () => retrying(() => confirmRound(deps, { ...input, surroundings, redeemed })))
  if (!factor?.redeem) return confirm()
  // Of one offer one at a time: what is brought many times at once is asked about once.
  return deps.queue(`redeem ${id}`, async () => confirm(await redeemAnswer(deps, factor, input)))
}

/** What another server says of the answer, where one has to be asked: once, and only while the offer stands. */
async function redeemAnswer(
  deps: EnrolmentDeps,
  factor: Factor,
  { authenticatorId, answer: given, surroundings: { source } }: ConfirmInput,
): Promise<unknown> {
  const row = await deps.authenticators.find(authenticatorId)
  const at = deps.storage.clock.now()
  if (!factor.redeem || row?.status !== 'pending' || isOver(factor, row, at)) return undefined
  const pending = openPending(deps.box, factor, row)
  if (pending === undefined) return undefined
  const answer = parseWith(factor.answer, given, 'answer')
  return factor.redeem({ proof: answer, expected: pending, context: { at, source } })
}

async function confirmRound(
  deps: EnrolmentDeps,
  input: ConfirmInput & { readonly redeemed: unknown },
): Promise<Confirmed | 'lost'> {
  const row = await deps.authenticators.find(input.authenticatorId)
  const factor = row && deps.factors.find(row.factor)
  if (!row || !factor) throw authenticatorNotFound()
  const standing = await standingFor(deps, input, factor.id)
  if (!row.accountId || row.accountId !== standing.account.id || row.status !== 'pending')
    throw authenticatorNotFound()

  const at = deps.storage.clock.now()
  const pending = openPending(deps.box, factor, row)
  if (pending === undefined || isOver(factor, row, at)) throw enrolmentExpired()
  const answer = input.redeemed ?? parseWith(factor.answer, input.answer, 'answer')
  if (isGuessed(factor)) await requireGuess(deps, standing, input.surroundings, at)
  const confirmation = {
    pending,
    answer,
    person: await personOf(deps, standing.account),
    context: contextOf(at, standing.application, input.surroundings),
  }
  const claims = await claimsOf(deps, factor, row.accountId, confirmation)
  const { verdict, claim } = await judgeConfirmation(factor, confirmation, claims)
  if (!verdict.accepted) {
    const notices = verdict.notices.map((notice) => shownNotice(factor, notice.id, notice.values ?? {}))
    const guess = isGuessed(factor) && verdict.reason === 'mismatch'
    const price = guess ? [guessOf(deps, standing.account, at)] : []
    return refuse(deps, standing, row, { error: enrolmentRefused(notices), price, at })
  }
  if (await isTaken(deps, factor, verdict.handle, claim?.row)) {
    return refuse(deps, standing, row, { error: enrolmentRefused(takenNotices(factor)), price: [], at })
  }
  const { replacing } = standing
  if (replacing && !showsNoLess(verdict, strengthOf(deps, replacing.lost))) {
    return refuse(deps, standing, row, { error: weakerThanLost(), price: [], at })
  }
  const { authority, surroundings } = input
  const activation = { authority, surroundings, standing, factor, row, at }
  return activate(deps, { ...activation, enrolment: verdict, claimed: claim?.row })
}

function isOver({ traits }: Factor, { failures, expiresAt }: Authenticator, at: number): boolean {
  const mostTries = traits.enrolmentTries ?? usualTries
  return failures.proven >= mostTries || (expiresAt !== undefined && expiresAt <= at)
}

/** Whether somebody's authenticator, or one in the pool that was not claimed, has this handle. It is unique all the same. */
async function isTaken(
  deps: EnrolmentDeps,
  factor: Factor,
  handle: string | undefined,
  claimed: Authenticator | undefined,
): Promise<boolean> {
  const holder = handle === undefined ? undefined : await deps.authenticators.findByHandle(factor.id, handle)
  return holder !== undefined && holder.id !== claimed?.id
}

function takenNotices(factor: Factor): readonly ShownNotice[] {
  return factor.messages.taken === undefined ? [] : [shownNotice(factor, 'taken', {})]
}

interface Refusal {
  readonly error: SallyportError
  /** What a guess costs besides. */
  readonly price: readonly Statement[]
  readonly at: number
}

/** A wrong answer costs a try of the offer; after ten, or what the factor says, it is void. */
async function refuse(
  deps: EnrolmentDeps,
  standing: Standing,
  row: Authenticator,
  { error, price, at }: Refusal,
): Promise<never | 'lost'> {
  const outcome = await deps.storage.book({
    statements: [
      deps.authenticators.countFailure(row, { standing: 'proven', at, data: undefined }),
      ...price,
    ],
    events: [
      {
        at,
        event: 'enrolment.refused',
        outcome: 'refused',
        actor: standing.actor,
        accountId: standing.account.id,
        authenticatorId: row.id,
        details: { factor: row.factor },
      },
    ],
    locks: [standing.account.id, row.id],
  })
  if (outcome === 'refused') return 'lost'
  throw error
}

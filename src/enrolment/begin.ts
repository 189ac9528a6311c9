import {
  busy,
  contextOf,
  isAtHand,
  isGuessed,
  outgoing,
  personOf,
  type Surroundings,
} from '../authentication/index.ts'
import { type Authenticator, openCandidate, sealFor } from '../authenticators/index.ts'
import type { Candidate, Factor } from '../factors/factor.ts'
import { newId } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Booking } from '../storage/index.ts'
import { type Authority, type Standing, standingFor } from './authority.ts'
import type { EnrolmentDeps } from './deps.ts'
import { enrolmentNotAllowed, factorOut, poolEmpty } from './errors.ts'
import { requireGuess } from './guesses.ts'
import { labelFor } from './label.ts'

const offerLifetime = 15 * 60_000

export interface BeginInput {
  readonly authority: Authority
  readonly factor: string
  readonly label?: string | undefined
  readonly options?: unknown
  readonly surroundings: Surroundings
}

/** What was offered: shown once, and pending until its owner confirms it. */
export interface Begun {
  readonly authenticator: Pick<Authenticator, 'id' | 'factor' | 'label'>
  readonly show: Readonly<Record<string, unknown>>
  /** False where nothing is asked back; `confirm` is called all the same. */
  readonly confirms: boolean
  /** Epoch milliseconds; undefined for what an operator made. */
  readonly expiresAt: number | undefined
}

/** Offers a factor. Nothing of it counts before the confirmation (C-13). */
export async function beginEnrolment(deps: EnrolmentDeps, input: BeginInput): Promise<Begun> {
  const { begun, ...booking } = await planOffer(deps, input)
  const session = input.authority.by === 'session' ? input.authority.session : undefined
  if ((await deps.sessions.bookIn(session, booking)) === 'refused') throw busy()
  deps.delivery.kick()
  return begun
}

/** An offer that is not booked yet: it may share a booking with others. */
export interface PlannedOffer extends Required<Pick<Booking, 'statements' | 'events' | 'locks'>> {
  readonly begun: Begun
}

/** Checks the authority, asks the factor, and says what is to be booked. */
export async function planOffer(deps: EnrolmentDeps, input: BeginInput): Promise<PlannedOffer> {
  const factor = deps.factors.find(input.factor)
  if (!factor || factor.traits.handedOut) throw enrolmentNotAllowed()
  const standing = await standingFor(deps, input, factor.id)
  requireRoom(factor, standing)
  const out = factor.unavailable?.('enrol')
  if (out !== undefined) throw factorOut(factor, out)
  if (!(await isAtHand(deps, factor, standing.account.id))) throw poolEmpty()

  const at = deps.storage.clock.now()
  // Whose guesses are used up could not answer what would be sent.
  if (isGuessed(factor) && !standing.operator) await requireGuess(deps, standing, input.surroundings, at)
  const options = factor.options ? parseWith(factor.options, input.options, 'options') : undefined
  const offer = await factor.offer({
    person: await personOf(deps, standing.account),
    options,
    existing: existingOf(deps, factor, standing),
    context: contextOf(at, standing.application, input.surroundings),
  })
  const id = newId<'authenticator'>({ clock: deps.storage.clock, random: deps.random })
  const owner = { id, accountId: standing.account.id, factor: factor.id }
  const label = labelFor(standing, input.label?.trim() || offer.label || factor.guide.name)
  const expiresAt = standing.operator ? undefined : at + offerLifetime
  return {
    statements: [
      deps.accounts.expectActiveEpoch(standing.account.id, standing.account.epoch),
      deps.authenticators.dropOffers(owner, scopeOf(input.authority)),
      deps.authenticators.offer({
        ...owner,
        applicationId: scopeOf(input.authority),
        label,
        createdBy: standing.actor,
        createdAt: at,
        pending: sealFor(deps.box, 'pending', owner, offer.pending),
        confirmsOnProof: standing.operator,
        expiresAt,
        handle: offer.handle,
      }),
      ...(await outgoing(deps, factor, offer.messages, {
        accountId: owner.accountId,
        ...input.surroundings,
        occasion: id,
      })),
    ],
    events: [
      {
        at,
        event: 'enrolment.begun',
        outcome: 'done',
        actor: standing.actor,
        accountId: standing.account.id,
        applicationId: standing.application.id,
        authenticatorId: id,
        details: { factor: factor.id, by: input.authority.by },
      },
    ],
    locks: [standing.account.id],
    begun: {
      authenticator: { id, factor: factor.id, label },
      show: offer.show,
      confirms: offer.confirms,
      expiresAt,
    },
  }
}

/** What of this factor the account has already, as far as it can be read. */
function existingOf(deps: EnrolmentDeps, factor: Factor, standing: Standing): readonly Candidate<unknown>[] {
  return standing.authenticators.flatMap((row) => {
    const candidate = row.factor === factor.id ? openCandidate(deps.box, factor, row) : undefined
    return candidate ? [candidate] : []
  })
}

/** Made for one application where an operator names it; good everywhere otherwise. */
function scopeOf(authority: Authority) {
  return authority.by === 'operator' ? authority.application?.id : undefined
}

function requireRoom(factor: Factor, standing: Standing): void {
  const has = standing.authenticators.filter((row) => row.factor === factor.id && row.status !== 'pending')
  if (has.length >= factor.traits.perAccount) throw enrolmentNotAllowed()
}

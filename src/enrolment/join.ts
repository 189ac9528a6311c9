import {
  answerable,
  type ElsewhereInput,
  elsewhereRefused,
  retrying,
  type Surroundings,
} from '../authentication/index.ts'
import { type Authenticator, authenticatorNotFound, openPending, sealFor } from '../authenticators/index.ts'
import type { Elsewhere, Factor } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import { type Authority, standingFor } from './authority.ts'
import type { EnrolmentDeps } from './deps.ts'

type JoinDeps = Pick<EnrolmentDeps, 'storage' | 'box' | 'factors' | 'authenticators' | 'accounts'>

/**
 * Another device takes part in an offer, once, by the code that its owner's page showed it. It proves nothing yet: the
 * owner sees which device it is and confirms. Throws `elsewhere.refused` where there is no such offer, or not any more.
 */
export async function joinOffer(
  deps: JoinDeps,
  input: ElsewhereInput,
): Promise<Readonly<Record<string, unknown>>> {
  const { factor, elsewhere } = answerable(deps, input.factor)
  const message = parseWith(elsewhere.messages.join, input.message)
  return retrying(() => joinOnce(deps, input, factor, elsewhere, message))
}

async function joinOnce(
  deps: JoinDeps,
  { surroundings }: ElsewhereInput,
  factor: Factor,
  elsewhere: Elsewhere<unknown, unknown, unknown>,
  message: unknown,
): Promise<Readonly<Record<string, unknown>> | 'lost'> {
  const at = deps.storage.clock.now()
  const row = await deps.authenticators.findByHandle(factor.id, elsewhere.handle(message))
  const account = row?.accountId && (await deps.accounts.find(row.accountId))
  const pending = row && livingPending(deps, factor, row, at)
  if (!row || pending === undefined || !account || account.status !== 'active') throw elsewhereRefused(at)
  const joined = elsewhere.join({ pending, message, context: { at } })
  if (!joined) throw elsewhereRefused(at)
  const outcome = await deps.storage.book({
    statements: [
      deps.accounts.expectActiveEpoch(account.id, account.epoch),
      deps.authenticators.replacePending(row, sealFor(deps.box, 'pending', row, joined.pending)),
    ],
    events: [
      {
        at,
        event: 'enrolment.joined',
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
  return outcome === 'refused' ? 'lost' : joined.show
}

function livingPending(deps: Pick<JoinDeps, 'box'>, factor: Factor, row: Authenticator, at: number): unknown {
  const over = row.status !== 'pending' || (row.expiresAt !== undefined && row.expiresAt <= at)
  return over ? undefined : openPending(deps.box, factor, row)
}

/** Who has joined an offer, for the page of its owner that waits; undefined while nobody has. */
export async function whoJoined(
  deps: EnrolmentDeps,
  input: {
    readonly authority: Authority
    readonly authenticatorId: Id<'authenticator'>
    readonly surroundings: Surroundings
  },
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const row = await deps.authenticators.find(input.authenticatorId)
  const { account } = await standingFor(deps, input, row?.factor ?? '')
  const factor = row && deps.factors.find(row.factor)
  if (!row || !factor?.elsewhere) throw authenticatorNotFound()
  const pending = livingPending(deps, factor, row, deps.storage.clock.now())
  if (row.accountId !== account.id || pending === undefined) throw authenticatorNotFound()
  return factor.elsewhere.joined(pending)
}

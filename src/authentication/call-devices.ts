import { sealFor } from '../authenticators/index.ts'
import type { Candidate, Factor, Learned } from '../factors/factor.ts'
import type { AuthenticationDeps } from './deps.ts'
import type { Situation } from './situation.ts'

type CallDeps = Pick<AuthenticationDeps, 'storage' | 'authenticators' | 'box'>

/** A question that stands, and whom it is put to. */
interface Standing {
  readonly factor: Factor
  readonly candidates: readonly Candidate<unknown>[]
  readonly expected: unknown
  readonly at: number
}

/**
 * Has the devices of an account call for attention, and keeps what is learned of them by it. Nothing waits for it, and
 * what could not be kept is learned again by the next call; so nothing is thrown.
 */
export async function callDevices(
  deps: CallDeps,
  situation: Pick<Situation, 'authenticators'>,
  { factor, candidates, expected, at }: Standing,
): Promise<void> {
  const learned = (await factor.elsewhere?.call?.({ candidates, expected, context: { at } })) ?? []
  await Promise.allSettled(learned.map((one) => keep(deps, situation, factor, one)))
}

async function keep(
  deps: CallDeps,
  { authenticators }: Pick<Situation, 'authenticators'>,
  factor: Factor,
  { authenticatorId, data }: Learned<unknown>,
): Promise<void> {
  const row = authenticators.find(({ id }) => id === authenticatorId)
  if (!row?.accountId) return
  await deps.storage.book({
    statements: [deps.authenticators.replaceData(row, { data: sealFor(deps.box, 'data', row, data) })],
    events: [
      {
        at: deps.storage.clock.now(),
        event: 'authenticator.unreached',
        outcome: 'done',
        actor: 'system',
        accountId: row.accountId,
        authenticatorId: row.id,
        details: { factor: factor.id },
      },
    ],
    locks: [row.accountId, row.id],
  })
}

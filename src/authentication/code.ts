import { type Authenticator, openPending, type Standing, sealFor, tryAt } from '../authenticators/index.ts'
import type { Factor } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import type { Proved } from '../policy/index.ts'
import type { Statement } from '../storage/index.ts'
import { accountLane, codesLane } from '../throttle/index.ts'
import type { AuthenticationDeps } from './deps.ts'
import { contextOf, type Judged, judge } from './judge.ts'
import { checkLanes } from './lanes.ts'
import { provedBy, spend, successOf } from './outcome.ts'
import { personOf } from './person.ts'
import { answersUnasked } from './unasked.ts'
import type { VerifyOnceInput, Visit } from './visit.ts'

export interface CodeAccepted {
  readonly accepted: true
  readonly standing: Standing
  readonly authenticatorId: Id<'authenticator'>
  readonly proved: Proved
  readonly statements: readonly Statement[]
  /** Set where this code confirmed what an operator had made. */
  readonly confirmed?: true
}

export type CodeJudged =
  | CodeAccepted
  | { readonly accepted: false; readonly judged: readonly Judged[]; readonly failed: readonly Statement[] }

/**
 * Judges a typed code against whatever of the account reads codes, then against what an operator made for it and
 * nobody has confirmed yet: there the first accepted code is the confirmation.
 */
export async function judgeCode(
  deps: AuthenticationDeps,
  visit: Visit,
  standing: Standing,
  input: Pick<VerifyOnceInput, 'code' | 'factor'>,
): Promise<CodeJudged> {
  const lane = standing === 'proven' ? accountLane(visit.owner) : codesLane(visit.owner)
  const lanes = await checkLanes(deps, [lane])
  const refused: Judged[] = []
  const failed: Statement[] = []
  for (const { factor, proof } of readersOf(deps, input)) {
    const authenticators = visit.authenticators.filter(
      (row) => row.factor === factor.id && row.status === 'active' && answersUnasked(deps, factor, row),
    )
    const judged = await judge(
      deps,
      { factor, proof, authenticators, standing },
      visit.application,
      visit.surroundings,
    )
    const success = successOf(judged)
    if (success) {
      const statements = [...spend(deps, success), ...lanes.cleared]
      return {
        accepted: true,
        standing,
        authenticatorId: success.row.id,
        proved: provedBy(success),
        statements,
      }
    }
    refused.push(judged)
    const first = await confirmPending(deps, visit, standing, factor, proof)
    if (first.accepted) return { ...first, statements: [...first.statements, ...lanes.cleared] }
    failed.push(...first.failed)
  }
  return { accepted: false, judged: refused, failed: [...lanes.failed(), ...failed] }
}

/** The factors that can read a typed code, one after the other, each with the proof it makes of it. Recovery replaces what was lost, on our own pages (R11). */
function* readersOf(deps: AuthenticationDeps, input: Pick<VerifyOnceInput, 'code' | 'factor'>) {
  for (const factor of deps.factors.all) {
    if (factor.unavailable?.('prove') !== undefined) continue
    // What is asked before it answers was not asked here: it proves nothing, and costs nobody a try (G15).
    if (factor.challenge && !factor.asks) continue
    if (factor.traits.first || factor.traits.role === 'recovery') continue
    if (input.factor !== undefined && factor.id !== input.factor) continue
    const proof = factor.fromCode?.(input.code)
    if (proof !== undefined) yield { factor, proof }
  }
}

async function confirmPending(
  deps: AuthenticationDeps,
  visit: Visit,
  standing: Standing,
  factor: Factor,
  proof: unknown,
): Promise<CodeAccepted | { readonly accepted: false; readonly failed: readonly Statement[] }> {
  const { account } = visit
  if (!account) return { accepted: false, failed: [] }
  const at = deps.storage.clock.now()
  const failed: Statement[] = []
  for (const row of confirmable(visit, factor, standing, at)) {
    const pending = openPending(deps.box, factor, row)
    const answer = factor.answer.safeParse(proof)
    if (pending === undefined || !answer.success) continue
    const enrolment = await factor.confirm({
      pending,
      answer: answer.data,
      person: await personOf(deps, account),
      context: contextOf(at, visit.application, visit.surroundings),
    })
    if (!enrolment.accepted || isSpent(row, enrolment.counter)) {
      failed.push(deps.authenticators.countFailure(row, { standing, at, data: undefined }))
      continue
    }
    return {
      accepted: true,
      standing,
      authenticatorId: row.id,
      proved: provedByEnrolment(factor, row, enrolment, at),
      statements: [
        deps.authenticators.activate(row, {
          data: sealFor(deps.box, 'data', row, enrolment.data),
          counter: enrolment.counter,
          handle: enrolment.handle,
          at,
        }),
        deps.authenticators.voidPending(row),
        ...(await deps.notices.tell(account, {
          template: 'factor.added',
          values: { at, account: account.name, factor: factor.guide.name, label: row.label },
        })),
      ],
      confirmed: true,
    }
  }
  return { accepted: false, failed }
}

function confirmable(visit: Visit, factor: Factor, standing: Standing, at: number): readonly Authenticator[] {
  return visit.authenticators.filter(
    (row) =>
      row.factor === factor.id &&
      row.status === 'pending' &&
      row.confirmsOnProof &&
      (row.expiresAt === undefined || row.expiresAt > at) &&
      tryAt(row, standing, at).allowed === 'now',
  )
}

/** What a confirmed enrolment proves: it was done with the authenticator in hand. */
export function provedByEnrolment(
  factor: Factor,
  row: Pick<Authenticator, 'id'>,
  enrolment: Pick<Proved, 'kinds' | 'amr' | 'userVerified' | 'deviceBound' | 'attested' | 'channel'>,
  at: number,
): Proved {
  return {
    factor: factor.id,
    authenticatorId: row.id,
    role: factor.traits.role,
    kinds: enrolment.kinds,
    amr: enrolment.amr,
    phishingResistant: factor.traits.phishingResistant,
    userVerified: enrolment.userVerified,
    deviceBound: enrolment.deviceBound,
    attested: enrolment.attested,
    channel: enrolment.channel,
    at,
  }
}

/** A backup that was restored may not know that this code confirmed it once before: the mark does (R17). */
function isSpent({ counter: mark }: Authenticator, counter: bigint | undefined): boolean {
  return mark !== undefined && counter !== undefined && counter <= mark
}

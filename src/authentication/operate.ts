import type { Account } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import { type Authenticator, isWeak, sealFor, tryAt } from '../authenticators/index.ts'
import type { Candidate, Factor, Operation, OperationRefused } from '../factors/factor.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Statement } from '../storage/index.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { throttled } from './errors.ts'
import { contextOf } from './judge.ts'
import { checkLanes, operationLanes } from './lanes.ts'
import { type ShownNotice, shownNotice } from './outcome.ts'
import { personOf } from './person.ts'

type OperateDeps = Pick<
  AuthenticationDeps,
  'storage' | 'throttle' | 'authenticators' | 'box' | 'contacts' | 'rebinds'
>

/** What a factor's operation is run on, for its owner or for whoever helps. */
export interface Operating {
  readonly factor: Factor
  readonly operation: Operation<unknown>
  readonly account: Account
  readonly application: Application
  readonly row: Authenticator
  readonly candidate: Candidate<unknown>
  readonly input: unknown
  readonly surroundings: Surroundings
}

export type Operated =
  | {
      readonly accepted: true
      /** The row as it will be; the same one where nothing has changed. */
      readonly after: Authenticator
      readonly show: Readonly<Record<string, unknown>> | undefined
      readonly statements: readonly Statement[]
    }
  | {
      readonly accepted: false
      readonly notices: readonly ShownNotice[]
      readonly statements: readonly Statement[]
    }

/**
 * Asks the factor, and says what is to be booked. Where codes or passwords go in, a wrong one is a guess like any
 * other: it waits until a try is due, and costs one of the authenticator and of its account. Throws `throttled`.
 */
export async function operate(deps: OperateDeps, operating: Operating): Promise<Operated> {
  const { factor, operation, account, row, candidate } = operating
  const input = parseWith(operation.input, operating.input)
  const at = deps.storage.clock.now()
  if (operation.judges) requireTry(row, at)
  const lanes = await checkLanes(deps, operation.judges ? operationLanes(factor, account.id) : [])
  const person = await personOf(deps, account)
  const context = contextOf(at, operating.application, operating.surroundings)
  const result = await operation.run({ candidate, person, input, context })
  if (!result.accepted) {
    const guess = operation.judges === true && result.reason === 'mismatch'
    const notices = result.notices.map(({ id, values = {} }) => shownNotice(factor, id, values))
    return {
      accepted: false,
      notices,
      statements: guess ? [failureOf(deps, row, result, at), ...lanes.failed()] : seen(deps, row, result),
    }
  }
  const { data, counter, endsFailures, show } = result
  if (data === candidate.data && counter === undefined) {
    return { accepted: true, after: row, show, statements: [] }
  }
  const sealed = sealFor(deps.box, 'data', row, data)
  const weak = isWeak(factor, data)
  const replaced = [
    deps.authenticators.replaceData(row, { data: sealed, weak, counter, endsFailures }),
    deps.rebinds.endBegunWith(account.id, row.id),
  ]
  return {
    accepted: true,
    after: { ...row, sealedData: sealed, weak, counter: counter ?? row.counter, version: row.version + 1 },
    show,
    statements: endsFailures ? [...replaced, ...lanes.cleared] : replaced,
  }
}

function requireTry(row: Authenticator, at: number): void {
  const due = tryAt(row, 'proven', at)
  if (due.allowed !== 'now') throw throttled(due.allowed === 'later' ? due.wait : undefined)
}

function failureOf(deps: OperateDeps, row: Authenticator, { data }: OperationRefused<unknown>, at: number) {
  const sealed = data === undefined ? undefined : sealFor(deps.box, 'data', row, data)
  return deps.authenticators.countFailure(row, { standing: 'proven', at, data: sealed })
}

/** What was recognised and counts all the same for nothing is written down (R8). */
function seen(
  deps: OperateDeps,
  row: Authenticator,
  { data }: OperationRefused<unknown>,
): readonly Statement[] {
  if (data === undefined) return []
  return [deps.authenticators.replaceData(row, { data: sealFor(deps.box, 'data', row, data) })]
}

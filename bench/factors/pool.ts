import { sealFor } from '../../src/authenticators/index.ts'
import type { Engine } from '../../src/engine.ts'
import { makeToken } from '../../src/factors/hotp-token/test/holder.ts'
import { internalError } from '../../src/kernel/errors.ts'
import { type Id, newId } from '../../src/kernel/ids.ts'
import type { Statement } from '../../src/storage/index.ts'
import { answerWith } from '../kit/child.ts'
import { bookInBulk } from '../kit/in-bulk.ts'
import { movingClock } from '../verify/contestant.ts'
import { openBenchEngine } from '../verify/open.ts'

export type PoolRequest =
  | { readonly type: 'start'; readonly database: string; readonly tokens: number }
  | { readonly type: 'look-up'; readonly by: 'serial' | 'handle'; readonly times: number }

const factor = 'hotp-token'
/** In the thousands of numbers the next look-up lies far from the last. */
const stride = 7_919

let stocked: { readonly engine: Engine; readonly tokens: number } | undefined
let next = 0

/** A pool of so many tokens. Answers with the microseconds of processor time that one look-up takes. */
answerWith<PoolRequest, number>(async (request) => {
  if (request.type === 'look-up') return lookUp(request.by, request.times)
  const engine = await openBenchEngine(request.database, movingClock())
  await stock(engine, request.tokens)
  stocked = { engine, tokens: request.tokens }
  return 0
})

async function lookUp(by: 'serial' | 'handle', times: number): Promise<number> {
  if (!stocked) throw internalError('there is no pool')
  const { engine, tokens } = stocked
  const find =
    by === 'handle'
      ? (serial: string) => engine.authenticators.findByHandle(factor, serial)
      : (serial: string) => engine.authenticators.findInPool(factor, serial, nobody)
  const before = process.cpuUsage()
  for (let time = 0; time < times; time++) {
    next = (next + stride) % tokens
    if (!(await find(serialOf(next)))) throw internalError(`token ${next} was not found`)
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / times
}

const nobody = 'nobody' as Id<'account'>

function stock(engine: Engine, tokens: number): Promise<void> {
  const { entry } = makeToken(engine)
  return bookInBulk(engine, tokens, (number) => [tokenStatement(engine, number, entry.data)])
}

function tokenStatement(engine: Engine, number: number, data: unknown): Statement {
  const id = newId<'authenticator'>({ clock: engine.storage.clock, random: engine.random })
  const row = { id, accountId: undefined, factor }
  return engine.authenticators.add({
    ...row,
    applicationId: undefined,
    label: 'Acme',
    createdBy: 'bench',
    createdAt: engine.storage.clock.now(),
    data: sealFor(engine.box, 'data', row, data),
    counter: undefined,
    handle: serialOf(number),
  })
}

function serialOf(number: number): string {
  return `AC${String(number).padStart(9, '0')}`
}

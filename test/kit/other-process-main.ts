import { prove } from '../../src/authentication/index.ts'
import { fixedClock } from './clock.ts'
import { openTestEngine, refusal } from './engine.ts'
import { interposed, through } from './storage.ts'

/** What the test process asks of this one. */
export interface Order {
  readonly at: number
  readonly input: Parameters<typeof prove>[1]
}

const clock = fixedClock()
const engine = await openTestEngine({
  database: process.argv[2] ?? '',
  clock,
  throughStorage: through(interposed(), clock),
})

process.on('message', async ({ at, input }: Order) => {
  clock.set(at)
  process.send?.(await refusal(prove(engine, input)))
})
process.on('disconnect', async () => {
  await engine.close()
  process.exit()
})
process.send?.('ready')

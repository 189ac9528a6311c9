/**
 * A process under load: `node load.fixture.ts DATABASE PREFIX [COUNT [LANES]]`. Books rows with their audit events, and prints
 * the id of each one after its booking was acknowledged; without COUNT until it is killed.
 */

import { setTimeout as pause } from 'node:timers/promises'
import { testKeys } from '../../test/kit/keys.ts'
import { auditLanes, auditMigrations } from '../audit/index.ts'
import { systemClock } from '../kernel/clock.ts'
import { systemRandom } from '../kernel/random.ts'
import { bookMigrations, insertBook, touchBook } from './books.fixture.ts'
import { openStorage } from './index.ts'

const [database = '', prefix = '', count = 'Infinity', lanes = '16'] = process.argv.slice(2)
const storage = await openStorage({
  database,
  clock: systemClock,
  random: systemRandom(),
  migrations: [...auditMigrations, ...bookMigrations],
  migrate: true,
  audit: auditLanes({ key: testKeys.key, writer: 'load' }),
})

let last = 0
async function bookOnAndOn(): Promise<void> {
  while (last < Number(count)) {
    const id = `${prefix}-${++last}`
    const event = {
      at: Date.now(),
      event: 'booked',
      outcome: 'done',
      actor: 'load',
      details: { id },
    } as const
    const statements = [insertBook(storage, id, prefix), touchBook(storage, id)]
    const outcome = await storage
      .book({ statements, locks: [id], events: [event] })
      .catch((error) => error.code)
    process.stdout.write(`${outcome} ${id}\n`)
    if (outcome !== 'booked') await pause(50)
  }
}

await Promise.all(Array.from({ length: Number(lanes) }, bookOnAndOn))
await storage.close()

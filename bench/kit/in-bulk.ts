import type { Engine } from '../../src/engine.ts'
import { internalError } from '../../src/kernel/errors.ts'
import type { Statement } from '../../src/storage/index.ts'

const perBooking = 50
const bookingsAtOnce = 8
const progressEvery = 50_000

/** Books what each number from zero on brings along, many at a time, through the writer as everything else. */
export async function bookInBulk(
  engine: Pick<Engine, 'storage'>,
  count: number,
  statementsOf: (number: number) => readonly Statement[],
): Promise<void> {
  let next = 0
  async function work(): Promise<void> {
    while (next < count) {
      const from = next
      const to = Math.min(count, from + perBooking)
      next = to
      const numbers = Array.from({ length: to - from }, (_, index) => from + index)
      const booking = { statements: numbers.flatMap(statementsOf), locks: [`bulk-${from}`] }
      const outcome = await engine.storage.book(booking)
      if (outcome !== 'booked') throw internalError(`those from ${from} on were not booked`)
      if (to % progressEvery === 0) process.stderr.write(`\r${to} of ${count}\u001b[K`)
    }
  }
  await Promise.all(Array.from({ length: bookingsAtOnce }, work))
  if (count >= progressEvery) process.stderr.write('\r\u001b[K')
}

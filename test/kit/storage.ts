import type { KyselyPlugin } from 'kysely'
import type { Clock } from '../../src/kernel/clock.ts'
import type { Booking, BookingOutcome, Storage } from '../../src/storage/index.ts'

/** What stands between an engine and its database in tests: fault points, and what was asked of it. */
export interface Interposed {
  /** Runs before a booking is handed in; what it throws, the engine gets, and nothing is written. */
  before: ((booking: Booking) => unknown) | undefined
  /** Runs after its commit; what it throws, the engine gets, although all is written. */
  after: ((booking: Booking, outcome: BookingOutcome) => unknown) | undefined
  /** Runs before each read is answered. */
  read: (() => void) | undefined
  readonly work: Work
}

/** How much was asked of the database. */
export interface Work {
  queries: number
  bookings: number
  statements: number
}

export function interposed(): Interposed {
  const work = { queries: 0, bookings: 0, statements: 0 }
  return { before: undefined, after: undefined, read: undefined, work }
}

/** The storage as the engine sees it. Its time is the test's alone, on PostgreSQL too. */
export function through(points: Interposed, clock: Clock): (opened: Storage) => Storage {
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      points.work.queries++
      points.read?.()
      return result
    },
  }
  return (opened) => ({
    ...opened,
    clock,
    tables: <Tables>() => opened.tables<Tables>().withPlugin(plugin),
    query(build) {
      const ask = opened.query(build)
      return async (values) => {
        const rows = await ask(values)
        points.work.queries++
        points.read?.()
        return rows
      }
    },
    async book(booking) {
      points.work.bookings++
      points.work.statements += booking.statements.length
      await points.before?.(booking)
      const outcome = await opened.book(booking)
      await points.after?.(booking, outcome)
      return outcome
    },
  })
}

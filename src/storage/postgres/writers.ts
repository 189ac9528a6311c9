import type { Clock } from '../../kernel/clock.ts'
import { SallyportError } from '../../kernel/errors.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { Booking, BookingOutcome } from '../booking.ts'
import { bookingExpired, storageBusy, storageClosed, storageUnavailable } from '../errors.ts'
import type { WriterConnection } from './connect.ts'
import { bookGroup } from './group.ts'
import { type Queue, startQueue } from './queue.ts'

/** The connections that book, side by side as long as their groups share no lock. */
export interface PostgresWriters {
  book(booking: Booking): Promise<BookingOutcome>
  readonly queued: () => number
  close(): Promise<void>
}

interface Waiting {
  resolve(outcome: BookingOutcome): void
  reject(error: unknown): void
}

export interface WritersSettings {
  readonly connect: (onLost: () => void) => Promise<WriterConnection>
  readonly clock: Clock
  readonly capacity: number
  readonly connections: number
  readonly logger: Logger
}

/** Starts without a connection: each is made when the first group needs it, and again after it was lost. */
export function startWriters(settings: WritersSettings): PostgresWriters {
  const { connect, clock, capacity, connections, logger } = settings
  const waiting = new Map<Booking, Waiting>()
  const queue: Queue = startQueue()
  const slots: Slot[] = Array.from({ length: connections }, () => emptySlot(connect))
  const idle = [...slots]
  let planned = false
  let closing = false
  let emptied: (() => void) | undefined

  function plan(): void {
    if (planned) return
    planned = true
    setImmediate(dispatch)
  }

  function dispatch(): void {
    planned = false
    dropExpired()
    while (idle.length > 0) {
      const group = queue.take()
      const slot = group.length > 0 ? idle.pop() : undefined
      if (!slot) return
      void run(slot, group)
    }
  }

  function dropExpired(): void {
    const now = clock.monotonic()
    for (const booking of queue.drop(({ deadline }) => deadline !== undefined && deadline <= now)) {
      settle(booking, bookingExpired())
    }
  }

  async function run(slot: Slot, group: readonly Booking[]): Promise<void> {
    const results = await slot.book(group)
    queue.release(group)
    const error = [...results.values()].find((result) => result instanceof SallyportError)
    if (error) logger.warn({ error }, 'Bookings could not be written')
    for (const booking of group) settle(booking, results.get(booking) ?? storageUnavailable())
    idle.push(slot)
    if (queue.size() > 0) plan()
  }

  function settle(booking: Booking, result: BookingOutcome | SallyportError): void {
    const caller = waiting.get(booking)
    waiting.delete(booking)
    if (result instanceof SallyportError) caller?.reject(result)
    else caller?.resolve(result)
    if (waiting.size === 0) emptied?.()
  }

  return {
    queued: () => waiting.size,

    book(booking) {
      if (closing) return Promise.reject(storageClosed())
      if (waiting.size >= capacity) return Promise.reject(storageBusy())
      const own = { ...booking }
      queue.add(own)
      plan()
      return new Promise((resolve, reject) => waiting.set(own, { resolve, reject }))
    },

    async close() {
      closing = true
      if (waiting.size > 0) await new Promise<void>((resolve) => (emptied = resolve))
      await Promise.all(slots.map((slot) => slot.close()))
    },
  }
}

interface Slot {
  book(group: readonly Booking[]): Promise<ReadonlyMap<Booking, BookingOutcome | SallyportError>>
  close(): Promise<void>
}

/** A place for one connection. Without one, its group is told at once; the next group tries to connect again. */
function emptySlot(connect: WritersSettings['connect']): Slot {
  let connection: WriterConnection | undefined

  async function connected(): Promise<WriterConnection> {
    if (connection) return connection
    let fresh: WriterConnection | undefined
    const onLost = () => {
      if (connection === fresh) connection = undefined
    }
    fresh = await connect(onLost)
    connection = fresh
    return fresh
  }

  return {
    async book(group) {
      try {
        const writer = await connected()
        const { results, lost } = await bookGroup(writer, group)
        if (lost) drop(writer)
        return results
      } catch (error) {
        const answer = error instanceof SallyportError ? error : storageUnavailable(error)
        return new Map(group.map((booking) => [booking, answer]))
      }
    },
    close: async () => connection?.close(),
  }

  function drop(writer: WriterConnection): void {
    connection = undefined
    writer.close().catch(() => undefined)
  }
}

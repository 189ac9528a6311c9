import { Worker } from 'node:worker_threads'
import type { Clock } from '../../kernel/clock.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { Booking, BookingOutcome } from '../booking.ts'
import {
  bookingExpired,
  bookingFailed,
  outcomeUnknown,
  storageBusy,
  storageClosed,
  storageUnavailable,
} from '../errors.ts'
import { type LateLaneSource, laneSource, siblingModule } from '../lane.ts'
import {
  type FromWorker,
  sharedClock,
  type ToWorker,
  type Unit,
  type UnitResult,
  type WriterSettings,
} from './unit.ts'

/** The main thread's end of the writer. */
export interface SqliteWriter {
  book(booking: Booking): Promise<BookingOutcome>
  readonly queued: () => number
  close(): Promise<void>
}

interface Waiting {
  resolve(outcome: BookingOutcome): void
  reject(error: unknown): void
}

/** Starts the writer's thread. Units handed in during one turn of the event loop travel in one message. */
export function startWriter(
  settings: Omit<WriterSettings, 'lane'> & {
    readonly lane: LateLaneSource | undefined
    readonly clock: Clock
    readonly capacity: number
    readonly logger: Logger
  },
): SqliteWriter {
  const { clock, capacity, logger, file, busyTimeout, lane } = settings
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let closing = false
  let lastNumber = 0
  let outgoing: Unit[] = []

  function start(): Worker {
    const data: WriterSettings = { file, busyTimeout, lane: laneSource(lane) }
    const started = new Worker(siblingModule('worker', import.meta.url), {
      workerData: data,
      // Flags of the host's own start, such as --eval, are not for us.
      execArgv: [],
    })
    started.on('message', ({ results }: FromWorker) => settle(results))
    started.on('error', abandonAll)
    started.on('exit', () => {
      if (worker === started) worker = undefined
      abandonAll(new Error('The writer thread ended'))
    })
    started.unref()
    return started
  }

  function settle(results: readonly UnitResult[]): void {
    const broken = results.find(({ outcome }) => outcome === 'unavailable' || outcome === 'failed')
    if (broken) logger.warn({ cause: broken.cause }, 'Bookings could not be written')
    for (const result of results) {
      const unit = waiting.get(result.number)
      waiting.delete(result.number)
      if (unit) answer(unit, result)
    }
    if (waiting.size === 0) worker?.unref()
  }

  /** The thread died with units inside: they may have been committed. The next booking starts a new thread. */
  function abandonAll(cause: unknown): void {
    const abandoned = [...waiting.values()]
    waiting.clear()
    for (const unit of abandoned) unit.reject(outcomeUnknown(cause))
  }

  function send(): void {
    const units = outgoing
    outgoing = []
    worker ??= start()
    worker.ref()
    worker.postMessage({ units } satisfies ToWorker)
  }

  return {
    queued: () => waiting.size,

    book(booking) {
      if (closing) return Promise.reject(storageClosed())
      if (waiting.size >= capacity) return Promise.reject(storageBusy())
      const number = ++lastNumber
      if (outgoing.length === 0) setImmediate(send)
      outgoing.push(toUnit(number, booking, clock))
      return new Promise((resolve, reject) => waiting.set(number, { resolve, reject }))
    },

    async close() {
      closing = true
      if (outgoing.length > 0) send()
      if (!worker) return
      const ended = new Promise((resolve) => worker?.once('exit', resolve))
      worker.ref()
      worker.postMessage('close' satisfies ToWorker)
      await ended
    },
  }
}

function toUnit(number: number, booking: Booking, clock: Clock): Unit {
  const left =
    booking.deadline === undefined ? Number.POSITIVE_INFINITY : booking.deadline - clock.monotonic()
  return {
    number,
    statements: booking.statements,
    events: booking.events ?? [],
    expires: sharedClock() + left,
  }
}

function answer(unit: Waiting, { outcome, cause }: UnitResult): void {
  if (outcome === 'booked' || outcome === 'refused') unit.resolve(outcome)
  else unit.reject(errorFor[outcome](cause))
}

const errorFor = { expired: bookingExpired, failed: bookingFailed, unavailable: storageUnavailable }

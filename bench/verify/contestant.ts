import { type Clock, systemClock } from '../../src/kernel/clock.ts'

/** What a server's process is asked. */
export type ContestantRequest =
  | {
      readonly type: 'start'
      /** A file, or a `postgres://` URL. */
      readonly database: string
      readonly people: number
    }
  | {
      readonly type: 'usage'
      /** Milliseconds by which its clock is ahead from here on; the rival's stays as it is. */
      readonly shift: number
    }

/** Where it listens, and whether what it answers is on disk. */
export interface Started {
  readonly port: number
  readonly authorization: string
  readonly durable: boolean
}

/** What a process has used so far, all of its threads together. */
export interface Usage {
  /** Resident bytes. */
  readonly memory: number
  /** Milliseconds of processor time. */
  readonly processor: number
}

export function usage(): Usage {
  const { user, system } = process.cpuUsage()
  return { memory: process.memoryUsage.rss(), processor: (user + system) / 1000 }
}

/** A clock that can be moved on: a code is good once a step, and nobody waits for the next one in a bench. */
export function movingClock(): Clock & { move(shift: number): void } {
  let ahead = 0
  return {
    now: () => systemClock.now() + ahead,
    monotonic: () => systemClock.monotonic(),
    move(shift) {
      ahead = shift
    },
  }
}

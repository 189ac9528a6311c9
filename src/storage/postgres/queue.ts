import type { Booking } from '../booking.ts'

/** Bookings that wait for a connection, in order of arrival. */
export interface Queue {
  add(booking: Booking): void
  /** The next group: no two of it share a lock, and none shares one with a group that is still under way (R6). */
  take(): readonly Booking[]
  /** A group is done; its locks are free. */
  release(group: readonly Booking[]): void
  /** Takes out what fulfils the condition. */
  drop(condition: (booking: Booking) => boolean): readonly Booking[]
  size(): number
}

/** Advisory locks live in the server's memory; far below its default for all transactions (64 × 100). */
const mostLocks = 400
const largestGroup = 128

export function startQueue(): Queue {
  const held = new Set<string>()
  let waiting: Booking[] = []

  return {
    add: (booking) => waiting.push(booking),

    take() {
      const group: Booking[] = []
      const passed: Booking[] = []
      const barred = new Set(held)
      let index = 0
      for (
        ;
        index < waiting.length && group.length < largestGroup && barred.size - held.size < mostLocks;
        index++
      ) {
        const booking = waiting[index]
        if (!booking) continue
        const free = booking.locks.every((lock) => !barred.has(lock))
        const place = free ? group : passed
        place.push(booking)
        for (const lock of booking.locks) barred.add(lock)
      }
      waiting = [...passed, ...waiting.slice(index)]
      for (const booking of group) for (const lock of booking.locks) held.add(lock)
      return group
    },

    release(group) {
      for (const booking of group) for (const lock of booking.locks) held.delete(lock)
    },

    drop(condition) {
      const dropped = waiting.filter(condition)
      if (dropped.length > 0) waiting = waiting.filter((booking) => !condition(booking))
      return dropped
    },

    size: () => waiting.length,
  }
}

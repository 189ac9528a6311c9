import type { Pool, PoolClient } from 'pg'
import type { Statement } from '../booking.ts'
import { perTurn } from '../turn.ts'
import { limits } from './connect.ts'
import { planOutdated, sqlState } from './failures.ts'
import { fly, type Landed, nothingPrepared, type Prepared } from './flight.ts'
import { isLost, told } from './readers.ts'

interface Read {
  readonly statement: Statement
  resolve(rows: readonly unknown[]): void
  reject(error: unknown): void
}

const largestFlight = 32

/**
 * Compiled reads over connections of their own: what is asked in one turn, or while all are under way, travels in one
 * flight, and each connection plans a text once.
 */
export function readsOver(pool: Pool): (statement: Statement) => Promise<readonly unknown[]> {
  const connections = pool.options.max
  const preparedOn = new WeakMap<PoolClient, Prepared>()
  const waiting: Read[] = []
  let underWay = 0
  const ask = perTurn<Read>((reads) => {
    waiting.push(...reads)
    dispatch()
  })
  return (statement) => new Promise((resolve, reject) => ask({ statement, resolve, reject }))

  function dispatch(): void {
    while (waiting.length > 0 && underWay < connections) {
      underWay++
      void answer(waiting.splice(0, largestFlight), connections + 1).then(landed)
    }
  }

  function landed(): void {
    underWay--
    dispatch()
  }

  /** An error ends a whole flight: what travelled with it travels again, each alone, and only one of them fails anew. */
  async function answer(reads: readonly Read[], tries: number): Promise<void> {
    try {
      const landed = await flyOnce(reads)
      for (const [index, { resolve }] of reads.entries()) resolve(landed[index]?.rows ?? [])
    } catch (error) {
      const again = tries > 1 && (isOutdated(error) || (reads.length > 1 && !isLost(error)))
      for (const read of reads) {
        if (again) await answer([read], tries - 1)
        else read.reject(told(error))
      }
      // Nobody waits for a server that is out once more.
      if (isLost(error) && !again) for (const read of waiting.splice(0)) read.reject(told(error))
    }
  }

  /** A connection that is going, or whose plans a migration made outdated, is given up: the next one begins anew. */
  async function flyOnce(reads: readonly Read[]): Promise<readonly Landed[]> {
    const client = await pool.connect()
    const prepared = preparedOn.get(client) ?? nothingPrepared({ describes: true })
    preparedOn.set(client, prepared)
    const statements = reads.map(({ statement }) => statement)
    try {
      const landed = await fly(client, prepared, statements, limits.answer)
      client.release()
      return landed
    } catch (error) {
      client.release(isLost(error))
      throw error
    }
  }
}

function isOutdated(error: unknown): boolean {
  return sqlState(error) === planOutdated
}

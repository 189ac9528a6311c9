import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { errorCode } from '../../kernel/error-code.ts'
import type { Statement, Value } from '../booking.ts'
import { perTurn } from '../turn.ts'
import { inArrays, namesOf, nameValues } from './named.ts'

export type Reader = (statement: Statement) => Promise<readonly unknown[]>

/**
 * Reads with statements that are prepared once; their values are bound ones, so they need no further look. Who asks
 * while a snapshot is open is answered from it, everybody else at the end of the turn.
 */
export function readerOver(db: DatabaseSync): Reader {
  const cache = new Map<string, Read>()
  const takeSnapshot = turnSnapshots(db)
  const waitForTurn = perTurn<() => void>((waiting) => {
    for (const goOn of waiting) goOn()
  })

  return async ({ sql, parameters }) => {
    if (!db.isTransaction) await new Promise<void>(waitForTurn)
    if (!db.isTransaction) takeSnapshot()
    const read = cache.get(sql) ?? prepareRead(db, sql)
    cache.set(sql, read)
    return read(parameters)
  }
}

/**
 * A snapshot serves all that goes on in its turn, for taking one costs more than most reads do *(2 µs of file locks)*.
 * It ends with the turn, before the writer's next answer is heard: nobody reads what is older than his booking.
 */
function turnSnapshots(db: DatabaseSync): () => void {
  const begin = db.prepare('BEGIN')
  const commit = db.prepare('COMMIT')
  const end = () => {
    if (db.isOpen && db.isTransaction) commit.run()
  }
  return () => {
    begin.run()
    process.nextTick(end)
  }
}

type Read = (parameters: readonly Value[]) => readonly unknown[]

/**
 * Integers come as numbers, until one does not fit: a statement that met one reads BigInts from then on, which cost
 * more.
 */
function prepareRead(db: DatabaseSync, sql: string): Read {
  const statement = inArrays(db.prepare(sql))
  statement.setReadBigInts(false)
  const names = namesOf(statement)
  return (parameters) => readAll(statement, parameters).map((row) => nameValues(names, row))
}

function readAll(statement: StatementSync, parameters: readonly Value[]): readonly unknown[] {
  try {
    return statement.all(...parameters)
  } catch (error) {
    // An integer is beyond what a number holds.
    if (errorCode(error) !== 'ERR_OUT_OF_RANGE') throw error
    statement.setReadBigInts(true)
    return statement.all(...parameters)
  }
}

import type { DatabaseSync, StatementSync } from 'node:sqlite'
import {
  Kysely,
  type LimitNode,
  type SqliteDatabase,
  SqliteDialect,
  SqliteQueryCompiler,
  type SqliteStatement,
  ValueNode,
} from 'kysely'
import { toValue } from '../statement.ts'
import { inArrays, namesOf, nameValues } from './named.ts'

/** Kysely over one connection, for reading and for migrations; integers beyond 2^53 arrive as text. */
export function kyselyOver<Tables>(db: DatabaseSync): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new WrittenLimits({ database: adapter(db) }) })
}

/**
 * A limit is written as a number and not bound: where it is bound, SQLite compiles the statement anew each time it runs
 * *(10 of 11 µs of a search for one row)*.
 */
class WrittenLimits extends SqliteDialect {
  override createQueryCompiler(): SqliteQueryCompiler {
    return new WritingLimits()
  }
}

class WritingLimits extends SqliteQueryCompiler {
  protected override visitLimit({ limit }: LimitNode): void {
    this.append('limit ')
    const isNumber = ValueNode.is(limit) && Number.isSafeInteger(limit.value)
    this.visitNode(isNumber ? ValueNode.createImmediate(limit.value) : limit)
  }
}

const cachedStatements = 500

function adapter(db: DatabaseSync): SqliteDatabase {
  const cache = new Map<string, SqliteStatement>()
  return {
    close: () => db.close(),
    prepare(sql) {
      const known = cache.get(sql)
      if (known) return known
      const statement = adaptStatement(db.prepare(sql))
      if (cache.size >= cachedStatements) cache.clear()
      cache.set(sql, statement)
      return statement
    },
  }
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  inArrays(statement)
  return {
    reader: statement.columns().length > 0,
    all(parameters) {
      const rows = statement.all(...parameters.map(toValue))
      // Asked afterwards: a migration may have changed the table since the statement ran last.
      const names = rows.length > 0 ? namesOf(statement) : []
      return rows.map((row) => nameValues(names, row))
    },
    run: (parameters) => statement.run(...parameters.map(toValue)),
    *iterate(parameters) {
      let names: readonly string[] | undefined
      for (const row of statement.iterate(...parameters.map(toValue))) {
        names ??= namesOf(statement)
        yield nameValues(names, row)
      }
    },
  }
}

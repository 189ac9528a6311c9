import type { Compilable, Kysely } from 'kysely'
import type { Statement, Value } from './booking.ts'
import { notAValue } from './errors.ts'
import type { Placeholders } from './storage.ts'
import { typedTables } from './tables.ts'

/** A built query as a finished statement; `expect` is how many rows it must change or return. For cold paths. */
export function toStatement(query: Compilable, expect?: number): Statement {
  const { sql, parameters } = query.compile()
  return statementOf(sql, parameters.map(toValue), expect)
}

/**
 * Compiles a query once, with a placeholder object where each value goes, and returns what binds it
 * *(a Kysely builder costs 46 µs for four statements, binding under 1 µs)*.
 */
export function compileStatement<Values extends Record<string, Value>, Tables>(
  db: Kysely<unknown>,
  build: (values: Placeholders<Values>, db: Kysely<Tables>) => Compilable,
  expect?: number,
): (values: Values) => Statement {
  const { sql, parameters } = build(placeholders<Values>(), typedTables<Tables>(db)).compile()
  const slots = parameters.map(toSlot<Values>)
  return (values) =>
    statementOf(
      sql,
      slots.map((slot) => slot(values)),
      expect,
    )
}

/** Compiles a read once; `run` hands a bound statement to the driver, which knows what rows it gives. */
export function compileQuery<Values extends Record<string, Value>, Tables, Row>(
  db: Kysely<unknown>,
  build: (values: Placeholders<Values>, db: Kysely<Tables>) => Compilable<Row>,
  run: (statement: Statement) => Promise<readonly unknown[]>,
): (values: Values) => Promise<readonly Row[]> {
  const bind = compileStatement(db, build)
  return (values) => run(bind(values)) as Promise<readonly Row[]>
}

/** For what is written differently in a few cases: each shape is compiled when it is first met, and kept. */
export function perShape<Shape extends object, Compiled>(
  compile: (shape: Shape) => Compiled,
): (shape: Shape) => Compiled {
  const known = new Map<string, Compiled>()
  return (shape) => {
    const key = Object.values(shape).join()
    const compiled = known.get(key) ?? compile(shape)
    known.set(key, compiled)
    return compiled
  }
}

/** The one place where a marker passes for a value; `toSlot` takes every marker out again before anything runs. */
function placeholders<Values>(): Placeholders<Values> {
  const marks = new Proxy({}, { get: (_, name) => new Placeholder(String(name)) })
  return marks as Placeholders<Values>
}

class Placeholder {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

function toSlot<Values extends Record<string, Value>>(parameter: unknown): (values: Values) => Value {
  if (parameter instanceof Placeholder) {
    const { name } = parameter
    return (values) => toValue(values[name])
  }
  const constant = toValue(parameter)
  return () => constant
}

function statementOf(sql: string, parameters: readonly Value[], expect: number | undefined): Statement {
  return expect === undefined ? { sql, parameters } : { sql, parameters, expect }
}

/** What a driver takes; a boolean becomes 0 or 1. Anything else is a mistake of ours, told before it runs. */
export function toValue(value: unknown): Value {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
      return value
    case 'boolean':
      return value ? 1 : 0
  }
  if (value === null || value instanceof Uint8Array) return value
  throw notAValue(value)
}

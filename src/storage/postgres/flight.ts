import type { Client, Connection } from 'pg'
import { serialize } from 'pg-protocol'
import type { Statement, Value } from '../booking.ts'
import { type Column, type Field, readFields } from './parsers.ts'

/** What this connection has prepared; a text is sent and planned once. */
export interface Prepared {
  readonly byText: Map<string, PreparedStatement>
  /** Whether the server is asked for the columns: without them rows are only counted. */
  readonly describes: boolean
  last: number
}

interface PreparedStatement {
  readonly name: string
  columns?: readonly Column[]
}

/** What one statement came to: how many rows it changed or returned, and these rows. */
export interface Landed {
  readonly count: number
  readonly rows: readonly unknown[]
}

const mostPrepared = 500

export function nothingPrepared(options: { readonly describes: boolean }): Prepared {
  return { byText: new Map(), last: 0, ...options }
}

/**
 * Sends all statements at once: one round trip however many there are (PostgreSQL manual §55.2.4, pipelining), and one
 * piece: message by message, a hundred of them cost four times as much. After an error the server skips the rest.
 */
export function fly(
  client: Pick<Client, 'query'>,
  prepared: Prepared,
  statements: readonly Statement[],
  timeout: number,
): Promise<readonly Landed[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Landed[]>()
  const flown: PreparedStatement[] = []
  const fresh: string[] = []
  const landed: Landed[] = []
  let rows: unknown[] = []
  let failure: Error | undefined
  let timer: NodeJS.Timeout | undefined

  const end = () => {
    clearTimeout(timer)
    if (!failure) return resolve(landed)
    for (const text of fresh) prepared.byText.delete(text)
    reject(failure)
  }
  /** The one that the server is at: it answers in order. */
  const current = () => flown[landed.length]

  client.query({
    submit(connection: Connection) {
      timer = setTimeout(
        () => connection.stream.destroy(new Error('No answer from the database in time')),
        timeout,
      )
      const messages: Buffer[] = []
      for (const statement of statements) flown.push(write(messages, prepared, statement, fresh))
      connection.stream.write(Buffer.concat([...messages, serialize.sync()]))
    },
    handleRowDescription({ fields }: { fields: readonly Column[] }) {
      const statement = current()
      if (statement) statement.columns = fields
    },
    handleDataRow({ fields }: { fields: readonly Field[] }) {
      const columns = current()?.columns
      if (columns) rows.push(readFields(columns, fields))
    },
    handleEmptyQuery() {},
    handlePortalSuspended() {},
    handleCommandComplete({ text }: { text: string }) {
      landed.push({ count: countOf(text), rows })
      rows = []
    },
    handleError(error: Error) {
      failure = error
      end()
    },
    handleReadyForQuery: end,
  })
  return promise
}

function write(
  messages: Buffer[],
  prepared: Prepared,
  { sql, parameters }: Statement,
  fresh: string[],
): PreparedStatement {
  const known = prepared.byText.get(sql)
  const statement = known ?? prepare(prepared, sql)
  if (!known) {
    fresh.push(sql)
    messages.push(serialize.parse({ name: statement.name, text: sql }))
    if (prepared.describes) messages.push(serialize.describe({ type: 'S', name: statement.name }))
  }
  messages.push(
    serialize.bind({ statement: statement.name, values: parameters.map(toWire) }),
    serialize.execute(),
  )
  return statement
}

/** Beyond the limit a statement stays unnamed: the server's memory is not ours to fill. */
function prepare(prepared: Prepared, sql: string): PreparedStatement {
  if (prepared.byText.size >= mostPrepared) return { name: '' }
  const statement = { name: `s${++prepared.last}` }
  prepared.byText.set(sql, statement)
  return statement
}

function toWire(value: Value): string | Buffer | null {
  if (value === null || typeof value === 'string') return value
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  return value.toString()
}

/** The number at the end of a command tag: `UPDATE 1`, `INSERT 0 1`, `SELECT 2`; none in `COMMIT`. */
function countOf(tag: string): number {
  if (tag === 'ROLLBACK') return -1
  return Number(/(?<!\d)\d+$/.exec(tag)?.[0] ?? 0)
}

import type { Client, Connection } from 'pg'
import type { Statement, Value } from '../booking.ts'

/** Names of the statements that this connection has prepared; a text is sent and planned once. */
export interface PreparedNames {
  readonly byText: Map<string, string>
  last: number
}

const mostPrepared = 500

export function preparedNames(): PreparedNames {
  return { byText: new Map(), last: 0 }
}

/**
 * Sends all statements at once, and resolves with how many rows each changed or returned: one round trip however
 * many there are (PostgreSQL manual §55.2.4, pipelining). After an error the server skips the rest.
 */
export function fly(
  client: Client,
  prepared: PreparedNames,
  statements: readonly Statement[],
  timeout: number,
): Promise<readonly number[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly number[]>()
  const counts: number[] = []
  const fresh: string[] = []
  let failure: Error | undefined
  let timer: NodeJS.Timeout | undefined

  const end = () => {
    clearTimeout(timer)
    if (!failure) return resolve(counts)
    for (const text of fresh) prepared.byText.delete(text)
    reject(failure)
  }

  client.query({
    submit(connection: Connection) {
      timer = setTimeout(
        () => connection.stream.destroy(new Error('No answer from the database in time')),
        timeout,
      )
      connection.stream.cork()
      for (const statement of statements) send(connection, prepared, statement, fresh)
      connection.sync()
      connection.stream.uncork()
    },
    handleRowDescription() {},
    handleDataRow() {},
    handleEmptyQuery() {},
    handlePortalSuspended() {},
    handleCommandComplete: ({ text }: { text: string }) => counts.push(rowsOf(text)),
    handleError(error: Error) {
      failure = error
      end()
    },
    handleReadyForQuery: end,
  })
  return promise
}

function send(connection: Connection, prepared: PreparedNames, statement: Statement, fresh: string[]): void {
  const { sql, parameters } = statement
  const name = nameOf(prepared, sql, () => fresh.push(sql))
  if (name.isNew) connection.parse({ name: name.text, text: sql, types: [] }, true)
  connection.bind({ statement: name.text, values: parameters.map(toWire) }, true)
  connection.execute({ portal: '', rows: '' }, true)
}

/** Beyond the limit a statement stays unnamed: the server's memory is not ours to fill. */
function nameOf(prepared: PreparedNames, sql: string, onNew: () => void): { text: string; isNew: boolean } {
  const known = prepared.byText.get(sql)
  if (known !== undefined) return { text: known, isNew: false }
  if (prepared.byText.size >= mostPrepared) return { text: '', isNew: true }
  const text = `s${++prepared.last}`
  prepared.byText.set(sql, text)
  onNew()
  return { text, isNew: true }
}

function toWire(value: Value): string | Buffer | null {
  if (value === null || typeof value === 'string') return value
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  return value.toString()
}

/** The number at the end of a command tag: `UPDATE 1`, `INSERT 0 1`, `SELECT 2`; none in `COMMIT`. */
function rowsOf(tag: string): number {
  if (tag === 'ROLLBACK') return -1
  return Number(/\d+$/.exec(tag)?.[0] ?? 0)
}

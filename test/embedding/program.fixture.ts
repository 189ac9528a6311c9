import { hashSync } from '@node-rs/argon2'
import { Client } from 'pg'
import type { HostUsers } from '../../src/index.ts'
import { password } from './embedded.fixture.ts'

/** A program with users of its own, whatever it reads them by. */
export interface Program {
  readonly users: HostUsers
  close(): Promise<void>
}

const cheap = { memoryCost: 1024, timeCost: 1 }
export const hashOfNobody = hashSync('nobody has this password', cheap)

/** The table of the program, as its own migrations have made it. */
export async function makeTable(url: string): Promise<void> {
  await asProgram(
    url,
    'create table users (id text primary key, name text unique not null, email text, disabled boolean not null default false, hash text not null)',
  )
  const insert = 'insert into users (id, name, email, hash) values ($1, $2, $3, $4)'
  await asProgram(url, insert, ['7', 'ana', 'ana@shop.example', hashSync(password, cheap)])
  await asProgram(url, insert, ['8', 'bo', null, hashSync(password, cheap)])
}

/** What the program itself does to its table. */
export async function asProgram(url: string, sql: string, values: readonly unknown[] = []): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql, [...values])
  } finally {
    await client.end()
  }
}

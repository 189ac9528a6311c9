import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { connect } from './connection.ts'
import { kyselyOver } from './kysely.ts'

test('rows have the columns of the table as it is, also after a migration, and integers of any size', async () => {
  const database = kyselyOver<{ things: Record<string, unknown> }>(
    connect(':memory:', { readOnly: false, busyTimeout: 0 }),
  )
  const all = () => database.selectFrom('things').selectAll().execute()
  const stream = () => Array.fromAsync(database.selectFrom('things').selectAll().stream())
  await sql`create table things (id integer, name text)`.execute(database)
  assert.deepEqual(await all(), [])
  await sql`insert into things values (1, 'one'), (9007199254740993, null)`.execute(database)
  assert.deepEqual(await all(), [
    { id: 1, name: 'one' },
    { id: '9007199254740993', name: null },
  ])
  await sql`alter table things add column kind text default 'new'`.execute(database)
  const after = [
    { id: 1, name: 'one', kind: 'new' },
    { id: '9007199254740993', name: null, kind: 'new' },
  ]
  assert.deepEqual(await all(), after)
  assert.deepEqual(await stream(), after)
  await database.destroy()
})

test('a limit is written and not bound, and what is counted by the database itself stays', async () => {
  const database = kyselyOver<{ things: { id: number } }>(
    connect(':memory:', { readOnly: false, busyTimeout: 0 }),
  )
  const things = database.selectFrom('things').selectAll()
  const written = things.where('id', '>', 7).limit(3).offset(2).compile()
  assert.match(written.sql, / limit 3 offset \?$/)
  assert.deepEqual(written.parameters, [7, 2])
  assert.match(things.limit(sql<number>`1 + 1`).compile().sql, / limit 1 \+ 1$/)
  await database.destroy()
})

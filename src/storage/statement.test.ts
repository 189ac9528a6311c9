import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { cleanText, readCounter, writeCounter, writeJson } from './codecs.ts'
import { compileStatement, toStatement } from './statement.ts'

interface Tables {
  doors: { id: string; open: number; key: Uint8Array | null }
}

/** Compiles, and cannot run anything. */
const db = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (own) => new PostgresIntrospector(own),
  },
})

test('puts each value where its placeholder stood, as often as it stood there', () => {
  const close = compileStatement<{ id: string; open: number }, Tables>(
    db as Kysely<unknown>,
    ({ id, open }, tables) =>
      tables.updateTable('doors').set({ open, key: null }).where('id', '=', id).where('open', '!=', open),
    1,
  )
  assert.deepEqual(close({ id: 'front', open: 0 }), {
    sql: 'update "doors" set "open" = $1, "key" = $2 where "id" = $3 and "open" != $4',
    parameters: [0, null, 'front', 0],
    expect: 1,
  })
})

test('refuses what no column takes before it reaches a driver', () => {
  const wrong = db.updateTable('doors').set({ open: { hidden: 'object' } as unknown as number })
  assert.throws(() => toStatement(wrong), { code: 'storage.not-a-value' })
})

test('text loses NUL and lone surrogates, and nothing else (R6)', () => {
  assert.equal(cleanText('a\0b\ud800c\u{1f5dd}'), 'ab\ufffdc\u{1f5dd}')
})

test('so does JSON, however deep the text lies (R6)', () => {
  assert.equal(writeJson({ a: ['b\0', { c: 'd\ud800' }] }), '{"a":["b",{"c":"d\ufffd"}]}')
  assert.equal(writeJson(['\\u0000', 'é\u{1f5dd}']), '["\\\\u0000","é\u{1f5dd}"]')
})

test('a counter is the same after a way through a column', () => {
  for (const counter of [0n, 7n, 2n ** 53n + 1n, 2n ** 63n - 1n]) {
    assert.equal(readCounter(writeCounter(counter)), counter)
  }
  assert.equal(readCounter(writeCounter(undefined)), undefined)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Booking, Statement } from '../booking.ts'
import { bookGroup, type GroupWriter } from './group.ts'

/** A connection that fails as it is told; what it was sent is kept. */
function scriptedWriter(answer: (statements: readonly string[]) => readonly number[] | Error) {
  const flights: (readonly string[])[] = []
  const writer: GroupWriter = {
    lane: { append: () => [], settle() {} },
    async fly(statements: readonly Statement[]) {
      const sent = statements.map(({ sql }) => sql)
      flights.push(sent)
      const result = answer(sent)
      if (result instanceof Error) throw result
      return result
    },
  }
  return { writer, flights }
}

function serverError(code: string): Error {
  return Object.assign(new Error(code), { code, severity: 'ERROR' })
}

function unit(sql: string): Booking {
  return { statements: [{ sql, parameters: [], expect: 1 }], locks: [] }
}

const one = (statements: readonly string[]) => statements.map(() => 1)

test('a connection that is lost at COMMIT leaves the outcome unknown (503)', async () => {
  const { writer } = scriptedWriter((sent) =>
    sent[0] === 'commit' ? new Error('read ECONNRESET') : one(sent),
  )
  const booking = unit('update a')
  const { results, lost } = await bookGroup(writer, [booking])
  const result = results.get(booking)
  assert.ok(result instanceof Error)
  assert.equal(result.code, 'storage.outcome-unknown')
  assert.equal(result.kind, 'unavailable')
  assert.equal(lost, true)
})

test('a connection that is lost before COMMIT booked nothing', async () => {
  const { writer, flights } = scriptedWriter(() => new Error('read ECONNRESET'))
  const booking = unit('update a')
  const { results } = await bookGroup(writer, [booking])
  const result = results.get(booking)
  assert.ok(result instanceof Error)
  assert.equal(result.code, 'storage.unavailable')
  assert.equal(flights.length, 1, 'it is not tried again on the same connection')
})

test('what is refused is left out, and the rest travels together again', async () => {
  const { writer, flights } = scriptedWriter((sent) => sent.map((sql) => (sql === 'update taken' ? 0 : 1)))
  const [kept, refused] = [unit('update kept'), unit('update taken')]
  const { results } = await bookGroup(writer, [kept, refused])
  assert.deepEqual([results.get(kept), results.get(refused)], ['booked', 'refused'])
  const sent = flights.map((flight) => flight.map((sql) => sql.split(' ').slice(0, 2).join(' ')).join(', '))
  assert.deepEqual(sent, [
    'begin isolation, update kept, update taken',
    'rollback',
    'begin isolation, update kept',
    'commit',
  ])
})

test('a deadlock or a serialization failure is tried three times at most (F-07)', async () => {
  const { writer, flights } = scriptedWriter((sent) =>
    sent.includes('update a') ? serverError('40P01') : one(sent),
  )
  const booking = unit('update a')
  const { results } = await bookGroup(writer, [booking])
  const result = results.get(booking)
  assert.ok(result instanceof Error)
  assert.equal(result.code, 'storage.unit-failed')
  assert.equal(flights.filter((flight) => flight.includes('update a')).length, 3)
})

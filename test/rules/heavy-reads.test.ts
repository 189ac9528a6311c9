import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  adviseInventory,
  coverageOf,
  effectOfRules,
  heavyReads,
  rehearse,
} from '../../src/administration/index.ts'
import { problemOf } from '../../src/protocols/rest/problem.ts'
import { operator as actor, eachEngine, refusal } from '../kit/engine.ts'

test('A-114: so many at a time, nobody queues, and what failed leaves its place', async () => {
  const run = heavyReads(2)
  const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  const running = [run(() => first.promise), run(() => second.promise)]
  assert.equal(await refusal(run(async () => 'third')), 'administration.reads-busy')
  first.reject(new Error('the disk is full'))
  await assert.rejects(running[0] ?? assert.fail(), /disk/)
  assert.equal(await run(async () => 'third'), 'third')
  second.resolve('second')
  assert.equal(await running[1], 'second')
})

test('whoever is refused reads when to come again', async () => {
  const error: unknown = await heavyReads(0)(async () => 'never').catch((thrown: unknown) => thrown)
  const { status, code, details } = problemOf(error)
  assert.deepEqual([status, code, details], [503, 'administration.reads-busy', { retryAfter: 5 }])
})

eachEngine('A-114: whatever looks through all accounts or the trail is bounded', async ({ engine }) => {
  const rulebook = { strengths: {}, rules: [] }
  const reads = (at: typeof engine) => [
    () => coverageOf(at, { actor }),
    () => rehearse(at, { actor, rulebook, days: 1 }),
    () => effectOfRules(at, { actor, rulebook }),
    () => adviseInventory(at, { actor, query: { limit: 10 } }),
  ]
  for (const read of reads(engine)) await read()
  const busy: typeof engine = Object.create(engine, { heavyReads: { value: heavyReads(0) } })
  for (const read of reads(busy)) assert.equal(await refusal(read()), 'administration.reads-busy')
})

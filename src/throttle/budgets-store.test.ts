import assert from 'node:assert/strict'
import { eachDatabase, onPostgres } from '../../test/kit/databases.ts'
import type { Storage } from '../storage/index.ts'
import { budgetStore } from './budgets-store.ts'
import { type Budget, throttleMigrations } from './index.ts'

const hour = 3_600_000
const budget: Budget = { id: 'contact-code|ana', limit: 3, window: hour }

function taker(storage: Storage) {
  const { take } = budgetStore(storage)
  return (at: number, from = budget) => storage.book({ statements: [take(from, at)], locks: [] })
}

eachDatabase('gives as many as it holds, then none until its window is over', async (open) => {
  const storage = await open({ migrations: throttleMigrations })
  const take = taker(storage)
  const { waitFor } = budgetStore(storage)
  assert.equal(await waitFor([budget], 0), 0)
  for (const at of [0, 10, 20]) assert.equal(await take(at), 'booked')
  assert.equal(await take(30), 'refused')
  assert.equal(await waitFor([budget], 30), hour - 30)
  assert.equal(await take(hour - 1), 'refused')
  assert.equal(await take(hour), 'booked')
  assert.equal(await waitFor([budget], hour), 0)
})

eachDatabase('is apart from every other, and the longest wait of several counts', async (open) => {
  const storage = await open({ migrations: throttleMigrations })
  const take = taker(storage)
  const other = { id: 'contact-code|ben', limit: 1, window: 2 * hour }
  assert.equal(await take(0, other), 'booked')
  assert.equal(await take(0), 'booked')
  assert.equal(await budgetStore(storage).waitFor([budget, other], 0), 2 * hour)
})

eachDatabase(
  'G14: what was taken while the clock was ahead holds up nobody once it was set back',
  async (open) => {
    const storage = await open({ migrations: throttleMigrations })
    const take = taker(storage)
    const { waitFor } = budgetStore(storage)
    const year = 365 * 24 * hour
    for (const at of [year, year, year]) assert.equal(await take(at), 'booked')
    assert.equal(await take(year - 30_000), 'refused', 'a clock may be a little behind another')
    assert.equal(await waitFor([budget], 0), 0)
    for (const at of [0, 10, 20]) assert.equal(await take(at), 'booked')
    assert.equal(await take(30), 'refused')
    assert.equal(await waitFor([budget], 30), hour - 30)
  },
)

eachDatabase('is swept once it holds nothing back any more (A-118)', async (open) => {
  const storage = await open({ migrations: throttleMigrations })
  const take = taker(storage)
  await take(0)
  const { sweep } = budgetStore(storage)
  const rows = () =>
    storage.tables<{ budgets: { id: string } }>().selectFrom('budgets').select('id').execute()
  await storage.book({ statements: [sweep(hour - 1)], locks: [] })
  assert.equal((await rows()).length, 1)
  await storage.book({ statements: [sweep(hour)], locks: [] })
  assert.equal((await rows()).length, 0)
})

onPostgres('A-032: two nodes that take at once never share the last one', async (open) => {
  const nodes = [
    await open({ migrations: throttleMigrations }),
    await open({ migrations: throttleMigrations }),
  ]
  const takes = Array.from({ length: 20 }, (_, nth) => {
    const node = nodes[nth % 2]
    return node ? taker(node)(nth) : 'refused'
  })
  const booked = (await Promise.all(takes)).filter((outcome) => outcome === 'booked')
  assert.equal(booked.length, 3)
})

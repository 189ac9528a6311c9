import assert from 'node:assert/strict'
import { test } from 'node:test'
import { queuePerKey } from './queue.ts'

test('one key goes one after the other, in order, and different keys side by side', async () => {
  const queue = queuePerKey()
  const log: string[] = []
  const gates = new Map<string, () => void>()
  const job = (key: string, name: string) =>
    queue(key, async () => {
      log.push(`${name} in`)
      await new Promise<void>((open) => gates.set(name, open))
      log.push(`${name} out`)
      return name
    })
  const all = [job('a', 'a1'), job('a', 'a2'), job('b', 'b1')]
  await turn()
  assert.deepEqual(log, ['a1 in', 'b1 in'])
  gates.get('a1')?.()
  await turn()
  assert.deepEqual(log.slice(2), ['a1 out', 'a2 in'])
  gates.get('b1')?.()
  gates.get('a2')?.()
  assert.deepEqual(await Promise.all(all), ['a1', 'a2', 'b1'])
})

test('a failure is its own affair: the next in line still runs', async () => {
  const queue = queuePerKey()
  const failed = queue('a', async () => {
    throw new Error('mine')
  })
  const next = queue('a', async () => 'fine')
  await assert.rejects(failed, /mine/)
  assert.equal(await next, 'fine')
})

test('who had to wait is told so, and nobody else', async () => {
  const queue = queuePerKey()
  const run = (key: string) => queue(key, async (waited) => waited)
  assert.deepEqual(await Promise.all([run('a'), run('a'), run('b')]), [false, true, false])
  assert.equal(await run('a'), false)
})

test('a thousand in line are all served', async () => {
  const queue = queuePerKey()
  let inside = 0
  let most = 0
  const jobs = Array.from({ length: 1000 }, () =>
    queue('a', async () => {
      most = Math.max(most, ++inside)
      await turn()
      inside--
    }),
  )
  await Promise.all(jobs)
  assert.equal(most, 1)
})

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { workQueue } from './queue.ts'

describe('work queue', () => {
  it('A-114: runs so many at a time, lets so many wait, and turns the rest away at once', async () => {
    const queue = workQueue({ concurrency: 2, waiting: 3 })
    const release = Promise.withResolvers<void>()
    let running = 0
    let most = 0
    const job = async () => {
      running += 1
      most = Math.max(most, running)
      await release.promise
      running -= 1
    }
    const accepted = Array.from({ length: 5 }, () => queue.run(job))
    assert.equal(await queue.run(job), undefined)
    release.resolve()
    assert.equal(
      (await Promise.all(accepted)).every((result) => result !== undefined),
      true,
    )
    assert.equal(most, 2)
  })

  it('serves in order of arrival and is free again afterwards', async () => {
    const queue = workQueue({ concurrency: 1, waiting: 9 })
    const order: number[] = []
    await Promise.all([1, 2, 3].map((number) => queue.run(async () => order.push(number))))
    assert.deepEqual(order, [1, 2, 3])
    assert.deepEqual(await queue.run(async () => 'again'), { value: 'again' })
  })

  it('A-114: a newcomer does not slip in while a place is passed on', async () => {
    const queue = workQueue({ concurrency: 1, waiting: 2 })
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let running = 0
    const jobs = gates.map((gate) => async () => {
      running += 1
      await gate.promise
      running -= 1
    })
    const [first, second] = jobs.map((job) => queue.run(job))
    gates[0]?.resolve()
    await first
    const third = queue.run(async () => assert.equal(running, 0))
    await setImmediate()
    assert.equal(running, 1)
    gates[1]?.resolve()
    await Promise.all([second, third])
  })

  it('gives the place on when a job fails', async () => {
    const queue = workQueue({ concurrency: 1, waiting: 0 })
    await assert.rejects(queue.run(() => Promise.reject(new Error('no memory'))))
    assert.deepEqual(await queue.run(async () => 'next'), { value: 'next' })
  })
})

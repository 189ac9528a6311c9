import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Id } from '../../kernel/ids.ts'
import { openWaitingRoom } from './waiting-room.ts'

const systems = Array.from({ length: 10 }, (_, number) => `app_${number}` as Id<'application'>)

test('A-118: one system takes so many places and no more, and all together take as many as there are', () => {
  const room = openWaitingRoom()
  const entered = systems.map((system) =>
    Array.from({ length: 40 }, () => room.enter(system)).filter((leave) => leave !== undefined),
  )
  assert.deepEqual(
    entered.map(({ length }) => length),
    [32, 32, 32, 32, 32, 32, 32, 32, 0, 0],
  )
  entered[0]?.[0]?.()
  const [first, ...others] = systems
  assert.ok(others.every((system) => system !== first))
  assert.ok(first && room.enter(first), 'a place that was left is taken by the next')
})

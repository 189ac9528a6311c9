import assert from 'node:assert/strict'
import { listIdle } from '../../src/administration/index.ts'
import {
  actorOf,
  eachEngine,
  operator,
  passwordProof,
  person,
  prove,
  refusal,
  startAt,
  totpOf,
} from '../kit/engine.ts'

const day = 86_400_000

eachEngine(
  'what nobody uses is listed with whose it is, page by page; what is in use, and ways of recovery, are not',
  async (world) => {
    const { engine, clock } = world
    const [ana, ben] = [await person(world, 'Ana'), await person(world, 'Ben')]
    const list = (cursor?: string) =>
      listIdle(engine, { actor: operator, days: 30, limit: 1, ...(cursor ? { cursor } : {}) })
    assert.deepEqual((await list()).items, [])
    const asked = listIdle(engine, { actor: await actorOf(engine, ben), days: 30 })
    assert.equal(await refusal(asked), 'administration.not-permitted')
    clock.advance(31 * day)
    const first = await list()
    const second = await list(first.next)
    assert.deepEqual(
      [...first.items, ...second.items].map(({ account, factor }) => [account.name, factor]),
      [
        ['Ana', 'totp'],
        ['Ben', 'totp'],
      ],
    )
    assert.equal(second.next, undefined)

    const started = await startAt(engine, 'Ana')
    await prove(engine, started, [passwordProof(), totpOf(world, ana)])
    assert.deepEqual(
      (await list()).items.map(({ account }) => account.name),
      ['Ben'],
    )
  },
)

import assert from 'node:assert/strict'
import { eachEngine, type World } from '../../test/kit/engine.ts'
import { typedName } from '../accounts/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import { openReadings } from './index.ts'

const door = 'test'

async function book({ engine }: World, ...statements: readonly Statement[]): Promise<void> {
  assert.equal(await engine.storage.book({ statements, locks: [] }), 'booked')
}

async function connect(world: World, name: string, settings: unknown): Promise<Id<'application'>> {
  const { applications, doors } = world.engine
  const made = applications.create({ name: typedName.parse(name), kind: 'client', class: 'mail' })
  await book(world, made.statement, doors.set(made.application.id, door, settings))
  return made.application.id
}

eachEngine('reads anew only what has changed, and nothing that is gone', async (world) => {
  const { applications, doors } = world.engine
  const read: string[] = []
  const readings = openReadings(doors, door, ({ application, settings }) => {
    read.push(application.name)
    return [application.class, settings]
  })
  const wiki = await connect(world, 'wiki', 1)
  const shop = await connect(world, 'shop', 2)
  const step = async (expected: readonly unknown[], anew: readonly string[], why: string) => {
    assert.deepEqual(await readings(), expected, why)
    assert.deepEqual(read.splice(0), anew, why)
  }
  await step(
    [
      ['mail', 2],
      ['mail', 1],
    ],
    ['shop', 'wiki'],
    'by name',
  )
  await step(
    [
      ['mail', 2],
      ['mail', 1],
    ],
    [],
    'nothing has changed',
  )

  await book(world, doors.change({ applicationId: wiki, door, version: 1 }, 3))
  await step(
    [
      ['mail', 2],
      ['mail', 3],
    ],
    ['wiki'],
    'its settings',
  )
  const shown = await applications.find(shop)
  assert.ok(shown)
  await book(world, applications.change(shown, { class: 'banking' }))
  await step(
    [
      ['banking', 2],
      ['mail', 3],
    ],
    ['shop'],
    'what it is',
  )

  world.clock.advance(1)
  await book(world, ...doors.remove(wiki, door), doors.set(wiki, door, 4))
  await step(
    [
      ['banking', 2],
      ['mail', 4],
    ],
    ['wiki'],
    'connected once more',
  )
  await book(world, ...doors.remove(wiki, door))
  await step([['banking', 2]], [], 'connected no longer')
  const changed = await applications.find(shop)
  assert.ok(changed)
  await book(world, applications.change(changed, { status: 'disabled' }))
  await step([], [], 'disabled')
})

eachEngine("opens the living secrets of all applications at once, each one's newest first", async (world) => {
  const { doors } = world.engine
  const [wiki, shop, bare] = [
    await connect(world, 'wiki', 1),
    await connect(world, 'shop', 2),
    await connect(world, 'bare', 3),
  ]
  const kind = { id: door, secret: 'sealed' } as const
  const made = [
    doors.secrets.create({ applicationId: wiki, kind, text: 'old' }),
    doors.secrets.create({ applicationId: shop, kind, text: 'over', expiresAt: world.clock.now() }),
    doors.secrets.create({ applicationId: shop, kind, text: 'theirs' }),
  ]
  await book(world, ...made.map(({ statement }) => statement))
  world.clock.advance(1)
  const young = doors.secrets.create({ applicationId: wiki, kind, text: 'new' })
  const ended = doors.secrets.create({ applicationId: wiki, kind, text: 'ended' })
  const other = doors.secrets.create({
    applicationId: bare,
    kind: { ...kind, id: 'other' },
    text: 'of another door',
  })
  await book(world, young.statement, ended.statement, other.statement)
  await book(world, doors.secrets.revoke(ended.secret.id))
  const all = await doors.secrets.openAll(door)
  assert.deepEqual([all.get(wiki), all.get(shop), all.get(bare)], [['new', 'old'], ['theirs'], undefined])
})

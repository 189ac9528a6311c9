import assert from 'node:assert/strict'
import { currentKeys } from '../../src/protocols/oidc/keys.ts'
import { dumpOf, eachEngine, onTwoNodes } from '../kit/engine.ts'

const day = 24 * 60 * 60_000

eachEngine(
  'F-26: keys take turns, and whoever keeps the key set for two days knows the one that signs',
  async (world) => {
    const { engine, clock } = world
    const names = async () => (await currentKeys(engine)).keys.map(({ alg, kid }) => `${alg} ${kid}`)
    const first = await names()
    assert.deepEqual(
      first.map((name) => name.split(' ')[0]),
      ['RS256', 'ES256'],
    )
    assert.deepEqual(await names(), first)

    clock.advance(87 * day)
    const both = await names()
    assert.equal(both.length, 4, 'the successors are handed out')
    assert.deepEqual([both[0], both[2]], first, 'and the old ones sign')
    clock.advance(3 * day - 1)
    const last = await names()
    assert.deepEqual([last[0], last[2]], first, 'three days after they were handed out')
    clock.advance(1)
    const turned = await names()
    assert.deepEqual([turned[1], turned[3]], first, 'the successors sign, the old ones are still handed out')
    clock.advance(2 * day + 1)
    assert.deepEqual(await names(), [turned[0], turned[2]])

    const { keys } = await currentKeys(engine)
    const dump = await dumpOf(engine)
    for (const { d } of keys)
      assert.equal(dump.includes(d ?? assert.fail()), false, 'G9: private halves are sealed')
  },
)

onTwoNodes('two nodes that need a key at once have the same one', async (_, nodes) => {
  const found = await Promise.all([...nodes, ...nodes].map((node) => currentKeys(node)))
  assert.equal(new Set(found.map(({ version }) => version)).size, 1)
})

import assert from 'node:assert/strict'
import { disableAccount, listApplications } from '../../../src/administration/index.ts'
import { attack, type Scene } from '../../kit/attack.ts'
import { operator, passwordOnly, person, rowsOf, tamper, wrongCode } from '../../kit/engine.ts'
import { type Answer, type Client, halfwayAt, totp } from '../../kit/server.ts'

/** An answer without what is random: its shape, its length, and what the engine did for it. */
interface Seen {
  readonly status: number
  readonly shape: unknown
  readonly length: number
  readonly headers: readonly string[]
  readonly hashes: number
  readonly queries: number
  readonly bookings: number
  readonly statements: number
}

async function seen(scene: Scene, run: () => Promise<Answer>): Promise<Seen> {
  const { work } = scene.points
  const before = { hashes: scene.hasher.inputs.length, ...work }
  const answer = await run()
  return {
    status: answer.status,
    shape: shapeOf(answer.body),
    length: answer.text.length,
    headers: Object.keys(answer.headers).sort(),
    hashes: scene.hasher.inputs.length - before.hashes,
    queries: work.queries - before.queries,
    bookings: work.bookings - before.bookings,
    statements: work.statements - before.statements,
  }
}

/** Texts that name something stay; ids, names and times are told by their kind. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, varying.has(name) ? typeof item : shapeOf(item)]),
    )
  return typeof value === 'number' && value > 1e6 ? 'time' : value
}

const varying = new Set(['id', 'name', 'expiresAt'])

/** Names of one length, of every kind of account that there is. */
async function kinds(scene: Scene): Promise<readonly string[]> {
  await person(scene, 'known')
  await passwordOnly(scene, 'nomfa')
  await passwordOnly(scene, 'clerk', 'help-desk')
  const { account } = await person(scene, 'ended')
  await disableAccount(scene.engine, { actor: operator, accountId: account.id, reason: 'test' })
  const closed = await person(scene, 'close')
  await tamper(scene.engine, (db) =>
    db.updateTable('authenticators').set({ status: 'disabled' }).where('id', '=', closed.totp.id),
  )
  return ['known', 'nomfa', 'clerk', 'ended', 'close', 'ghost', 'ghos2']
}

attack(
  'A-028 user-enumeration: who exists, is disabled, closed or unprotected looks and costs the same as who does not',
  async (scene) => {
    const { server } = scene
    const names = await kinds(scene)
    const verifier = await server.application(['verify'])
    const stories = new Map<string, Seen[]>()
    for (const name of names) {
      const client = await server.browser()
      const story: Seen[] = []
      const tell = async (run: () => Promise<Answer>) => {
        story.push(await seen(scene, run))
      }
      await tell(() => client.post('/attempts', { account: name }))
      await tell(() => client.get('/attempts/current'))
      await tell(() => client.post('/attempts/current/proofs', { proofs: [totp('123456')] }))
      await tell(() => client.post('/attempts/current/challenges', { factor: 'echo-code' }))
      await tell(() => client.post('/attempts/current/complete', {}))
      await tell(() => client.post('/authenticators', { factor: 'totp' }))
      const wrong = { proofs: [{ factor: 'password', proof: { password: 'wrong password 1' } }] }
      for (let tries = 0; tries < 8; tries++) await tell(() => client.post('/attempts/current/proofs', wrong))
      scene.clock.advance(3600_000)
      await tell(() =>
        verifier.post('/verify', { account: name, code: '123456', password: 'wrong password 2' }),
      )
      await tell(() => client.delete('/attempts/current'))
      stories.set(name, story)
    }
    const [first = [], ...others] = [...stories.values()]
    for (const [index, other] of others.entries())
      assert.deepEqual(other, first, `${names[index + 1]} differs from ${names[0]}`)
  },
  { audited: ['throttled'] },
)

attack('A-028 user-enumeration: a code alone tells nothing of who it was tried for', async (scene) => {
  const { server } = scene
  const names = (await kinds(scene)).filter((name) => name !== 'close')
  const verifier = await server.application(['verify'])
  await verifier.post('/verify', { account: 'somebody', code: '123456' })
  await scene.engine.apiKeys.settled()
  const tell = (name: string) =>
    seen(scene, () => verifier.post('/verify', { account: name, code: '123456', factor: 'totp' }))
  const stories = await inTurn(names, async (name) => {
    const story: Seen[] = []
    for (let tries = 0; tries < 8; tries++) story.push(await tell(name))
    return story.map(({ status, shape, length, headers, hashes, bookings }) => ({
      status,
      shape,
      length,
      headers,
      hashes,
      bookings,
    }))
  })
  for (const story of stories) assert.deepEqual(story, stories[0])
})

async function inTurn<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  for (const item of items) results.push(await run(item))
  return results
}

attack(
  'A-029 factor-enumeration: what somebody holds is told only after their password',
  async (scene) => {
    const { server, alice } = scene
    const views: Answer[] = []
    for (const name of ['alice', 'bob', 'nobody']) {
      const client = await server.browser()
      views.push(await client.post('/attempts', { account: name }))
      await client.post('/attempts/current/proofs', {
        proofs: [{ factor: 'password', proof: { password: 'wrong one' } }],
      })
      views.push(await client.get('/attempts/current'))
    }
    for (const { body } of views) {
      assert.deepEqual(body.options, [{ factor: 'password', role: 'factor', speaksFirst: false }])
      assert.deepEqual([body.proved, body.because, body.notices, body.enrol], [[], [], [], undefined])
    }
    const client = await server.browser()
    const after = await halfwayAt(client, alice)
    assert.ok(after.body.options.some(({ factor }: { factor: string }) => factor === 'totp'))
    const byId = async (authenticatorId: string) => {
      const started = await startedAt(scene, 'alice')
      return started.post('/attempts/current/proofs', {
        proofs: [{ authenticatorId, proof: { code: '123456' } }],
      })
    }
    const foreign = await byId(scene.bob.totp.id)
    const nobodys = await byId('0123456789abcdefghjkmnpqrstvwxyz')
    assert.deepEqual([foreign.status, foreign.body], [nobodys.status, nobodys.body])
  },
  { audited: ['password.mismatch'] },
)

async function startedAt({ server }: Scene, name: string): Promise<Client> {
  const client = await server.browser()
  await client.post('/attempts', { account: name })
  return client
}

attack(
  'A-026 tenant-rotate: going from one application to the next opens no new budget',
  async (scene) => {
    const { server, engine, alice } = scene
    const shops = await Promise.all(
      Array.from({ length: 6 }, () =>
        server.application(['verify', 'vouch:first-factor'], { vouches: true }),
      ),
    )
    const listed = await listApplications(engine, { actor: operator })
    assert.ok(listed.length >= 6)
    scene.comparisons.clear()
    const code = wrongCode(scene, alice)
    for (let round = 0; round < 5; round++)
      for (const shop of shops) await shop.post('/verify', { account: 'alice', code, vouched: true })
    assert.ok((scene.comparisons.get('totp') ?? 0) <= 6, `vouched: ${scene.comparisons.get('totp')}`)
    scene.comparisons.clear()
    for (let round = 0; round < 5; round++)
      for (const shop of shops) await shop.post('/verify', { account: 'alice', code })
    assert.ok((scene.comparisons.get('totp') ?? 0) <= 6, `code only: ${scene.comparisons.get('totp')}`)

    const names = ['alice', 'ALICE', 'Alice ', 'ａｌｉｃｅ']
    scene.clock.advance(7200_000)
    scene.comparisons.clear()
    for (let round = 0; round < 5; round++)
      for (const name of names) await shops[0]?.post('/verify', { account: name, code, vouched: true })
    assert.ok((scene.comparisons.get('totp') ?? 0) <= 2, 'spellings share the budget of the account (V-55)')
    const rows = await rowsOf(engine, 'throttle')
    const lanes = rows.filter(({ id }) => String(id).startsWith('proofs|') || String(id).startsWith('codes|'))
    assert.deepEqual(new Set(lanes.map(({ account_id }) => account_id)), new Set([alice.account.id]))
  },
  { audited: ['throttled'] },
)

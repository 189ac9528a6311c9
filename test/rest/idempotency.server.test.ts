import assert from 'node:assert/strict'
import { attack, type Scene } from '../kit/attack.ts'
import { dumpOf, rowsOf } from '../kit/engine.ts'
import { type Client, codeOf, halfwayAt, type Json, signInAt } from '../kit/server.ts'

const day = 24 * 3_600_000

function keyed(key: string) {
  return { 'idempotency-key': key }
}

async function count(scene: Scene, table: string): Promise<number> {
  return (await rowsOf(scene.engine, table)).length
}

attack(
  'a request under a retry key makes its account once, also when both arrive together',
  async (scene) => {
    const client = await scene.server.application(['administration'])
    const before = await count(scene, 'accounts')
    const ask = () => client.post('/accounts', { name: 'carol', role: 'person' }, keyed('first-key-1'))
    const together = await Promise.all([ask(), ask(), ask(), ask()])
    const again = await ask()
    const answers = [...together, again]
    assert.deepEqual(new Set(answers.map((one) => one.status)), new Set([201]))
    assert.equal(new Set(answers.map((one) => one.body.account.id)).size, 1)
    assert.equal(await count(scene, 'accounts'), before + 1)

    const reordered = await client.post('/accounts', '{"role":"person","name":"carol"}', keyed('first-key-1'))
    assert.equal(reordered.status, 201, 'the order of the members is no other request')
    const unmarked = await client.post('/accounts', { name: 'carol', role: 'person' })
    assert.equal(unmarked.body.code, 'account.name-taken')
  },
  { on: 'each', audited: ['account.created'] },
)

attack('another request under the same retry key is refused, and makes nothing', async (scene) => {
  const client = await scene.server.application(['administration'])
  await client.post('/accounts', { name: 'carol' }, keyed('second-key'))
  const applications = await count(scene, 'applications')
  const others = [
    await client.post('/accounts', { name: 'dave' }, keyed('second-key')),
    await client.post('/accounts', { name: 'carol', email: 'carol@example.com' }, keyed('second-key')),
    await client.post('/applications', { name: 'carol' }, keyed('second-key')),
  ]
  for (const answer of others) {
    assert.equal(answer.status, 422)
    assert.equal(answer.body.code, 'idempotency.mismatch')
  }
  assert.equal(await count(scene, 'applications'), applications)
})

attack("a retry key is its caller's own, and its day ends", async (scene) => {
  const [one, other] = [
    await scene.server.application(['administration']),
    await scene.server.application(['administration']),
  ]
  const shop = { name: 'Shop' }
  const made = await one.post('/applications', shop, keyed('shared-key'))
  assert.equal(made.status, 201)
  const foreign = await other.post('/applications', shop, keyed('shared-key'))
  assert.equal(foreign.body.code, 'application.name-taken', 'nothing of another caller is shown')
  scene.clock.advance(day)
  const late = await one.post('/applications', shop, keyed('shared-key'))
  assert.equal(late.body.code, 'application.name-taken')
  const next = await one.post('/applications', { name: 'Shop 2' }, keyed('shared-key'))
  assert.equal(next.status, 201, 'the key can be used anew')
})

attack('R13: a retry never shows a secret again; it names what was made', async (scene) => {
  const client = await scene.server.application(['administration'])
  const application = await client.post('/applications', { name: 'Shop' }, keyed('application'))
  const { id } = scene.alice.account
  const asks: readonly [string, unknown, (body: Json) => string | undefined][] = [
    [
      '/accounts',
      { name: 'carol', invite: true, password: 'a password of hers 1' },
      (body) => body.account.id,
    ],
    [`/applications/${application.body.id}/keys`, { scopes: ['verify'] }, (body) => body.id],
    [`/accounts/${id}/invite`, { reason: 'lost' }, () => undefined],
    [`/accounts/${id}/reset-authenticators`, { reason: 'lost' }, () => undefined],
    [`/accounts/${id}/reset-password`, { reason: 'forgotten' }, () => undefined],
  ]
  for (const [path, body, idOf] of asks) {
    const tables = ['accounts', 'api_keys', 'invitations', 'authenticators'] as const
    const first = await client.post(path, body, keyed('show-once'.concat(path).replaceAll('/', '-')))
    assert.ok(first.status < 300, first.text)
    const before = await Promise.all(tables.map((table) => count(scene, table)))
    const again = await client.post(path, body, keyed('show-once'.concat(path).replaceAll('/', '-')))
    assert.equal(again.status, 409, path)
    assert.equal(again.body.code, 'idempotency.secret-shown')
    const expected = idOf(first.body)
    if (expected !== undefined) assert.equal(again.body.details.id, expected)
    assert.match(again.body.details.id, /^[0-9a-z]{32}$/)
    assert.deepEqual(await Promise.all(tables.map((table) => count(scene, table))), before)
  }
  const dump = await dumpOf(scene.engine)
  assert.ok(!dump.includes('show-once'), 'keys are kept as keyed hashes')
})

attack(
  "R13: a retry key replays no proof's answer",
  async (scene) => {
    const client = await scene.server.browser()
    await halfwayAt(client, scene.alice)
    const secret = client.cookies.get('__Host-sallyport_attempt') ?? ''
    const body = { proofs: [codeOf(scene, scene.alice)], complete: true }
    const first = await client.post('/attempts/current/proofs', body, keyed('proof-key'))
    assert.equal(first.status, 200)
    client.cookies.set('__Host-sallyport_attempt', secret)
    const again = await client.post('/attempts/current/proofs', body, keyed('proof-key'))
    assert.equal(again.status, 410)

    const verifier = await scene.server.application(['verify'])
    scene.clock.advance(30_000)
    const verify = { account: 'alice', code: codeOf(scene, scene.alice).proof.code }
    const accepted = await verifier.post('/verify', verify, keyed('verify-key'))
    assert.equal(accepted.body.accepted, true)
    const replayed = await verifier.post('/verify', verify, keyed('verify-key'))
    assert.equal(replayed.body.accepted, false)
  },
  { audited: ['proof.accepted', 'verify.accepted'] },
)

attack('rights are asked for before a retry is answered', async (scene) => {
  const admin = await scene.server.signedIn(scene.admin.token)
  await signInAt(scene, admin, scene.admin)
  const ask = (client: Client) => client.post('/applications', { name: 'Shop' }, keyed('rights-key'))
  assert.equal((await ask(admin)).status, 201)
  scene.clock.advance(11 * 60_000)
  assert.equal((await ask(admin)).body.code, 'step-up.required')
})

attack('a retry key that is none is refused', async (scene) => {
  const client = await scene.server.application(['administration'])
  for (const key of ['short', 'with space in it', 'x'.repeat(201), '"quoted but \u00e9"']) {
    const answer = await client.post('/applications', { name: 'Shop' }, keyed(key))
    assert.equal(answer.status, 400, key)
    assert.equal(answer.body.code, 'input.invalid')
  }
})

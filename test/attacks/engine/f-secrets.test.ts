import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { explainAccount, listAccounts, newSetUpLink, showAccount } from '../../../src/administration/index.ts'
import { complete, progressOf, situationOf, verifyOnce } from '../../../src/authentication/index.ts'
import { enrolmentRequirements, listAuthenticators } from '../../../src/enrolment/index.ts'
import { SallyportError } from '../../../src/kernel/errors.ts'
import { keyring, masterKey } from '../../../src/kernel/keyring.ts'
import {
  begin,
  codeAt,
  codeProof,
  confirm,
  dumpOf,
  eachEngine,
  halfway,
  openTestEngine,
  operator,
  type Person,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  setUpAdministrator,
  signIn,
  startAt,
  surroundings,
  tamper,
  testKey,
  totpOf,
  type World,
} from '../../kit/engine.ts'

/** The secrets of a person in each form in which they could lie somewhere. */
function secretsOf(owner: Person): readonly string[] {
  const grouped = String(owner.totp.shown.secret)
  return [
    owner.password,
    grouped,
    grouped.replaceAll(' ', ''),
    ...owner.recoveryCodes,
    ...owner.recoveryCodes.map((code) => code.replaceAll('-', '')),
    owner.token,
    owner.token.slice(4),
  ]
}

function assertAbsent(text: string, secrets: readonly string[]): void {
  for (const secret of secrets) assert.ok(!text.includes(secret), `${secret.slice(0, 6)}… lies there`)
}

eachEngine('A-090, G9: no list, view, explanation, error or audit row holds a secret', async (world) => {
  const { engine } = world
  const admin = await setUpAdministrator(world)
  const alice = await person(world, 'Alice')
  const { token } = await signIn(world, alice)
  const session = await sessionOf(engine, token)
  const actor = operator
  const accountId = alice.account.id
  const { attempt, secret } = await halfway(engine, 'Alice')
  const typed = ['a typed password 17', '918273', codeAt(alice.totp.shown, world.clock.now())]
  const errors = [
    await errorOf(prove(engine, { secret }, [codeProof(typed[1] ?? '')])),
    await errorOf(prove(engine, { secret }, [{ factor: 'totp', proof: { code: typed[0] } }])),
    await errorOf(prove(engine, { secret }, [passwordProof(typed[0])])),
    await errorOf(prove(engine, { secret: `${secret}x` }, [])),
    await errorOf(complete(engine, { secret, options: {}, surroundings })),
  ]
  const outputs = [
    await listAccounts(engine, { actor, query: {} }),
    await showAccount(engine, { actor, accountId }),
    await explainAccount(engine, { actor, accountId }),
    await listAuthenticators(engine, accountId),
    await enrolmentRequirements(engine, session),
    progressOf(engine, await situationOf(engine, attempt, surroundings)),
    session,
    await engine.sessions.ofAccount(accountId),
    await rowsOf(engine, 'audit_events'),
    await rowsOf(engine, 'audit_refusals'),
    errors,
  ]
  const text = JSON.stringify(outputs, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item))
  assertAbsent(text, [...secretsOf(alice), ...secretsOf(admin), ...typed, token, secret])
  assert.ok(!/argon2|sealed|token_hash/.test(text))
})

async function errorOf(run: Promise<unknown>): Promise<unknown> {
  try {
    return await run
  } catch (error) {
    assert.ok(error instanceof SallyportError)
    return [error.code, error.message, error.details, error.stack, String(error.cause)]
  }
}

eachEngine(
  'A-091: what an offer shows is shown once; a new offer shows a new secret, and the old one is void',
  async (world) => {
    const { engine } = world
    await passwordOnly(world, 'Alice')
    const { secret } = await halfway(engine, 'Alice')
    const first = await begin(engine, secret, 'totp')
    const second = await begin(engine, secret, 'totp')
    assert.notEqual(first.show.secret, second.show.secret)
    const answer = { code: codeAt(first.show, world.clock.now()) }
    assert.equal(
      await refusal(confirm(engine, secret, first.authenticator.id, answer)),
      'authenticator.not-found',
    )
    await confirm(engine, secret, second.authenticator.id, { code: codeAt(second.show, world.clock.now()) })
  },
)

eachEngine(
  'A-093: nothing in the database is a secret in clear: canaries, tokens, codes, links',
  async (world) => {
    const { engine } = world
    const link = await newSetUpLink(engine, 'test', 'test')
    const admin = await setUpAdministrator(world)
    const alice = await person(world, 'Alice')
    const { token, deviceToken = '' } = await signIn(world, alice, { rememberDevice: true })
    const started = await halfway(engine, 'Alice')
    const pending = await begin(engine, (await halfwayOf(world, 'Bob')).secret, 'totp')
    const dump = await dumpOf(engine)
    const tokens = [token, deviceToken, started.secret, link.link.split('#')[1] ?? '']
    assertAbsent(dump, [
      ...secretsOf(alice),
      ...secretsOf(admin),
      ...tokens,
      ...tokens.map((one) => one.slice(4)),
      String(pending.show.secret).replaceAll(' ', ''),
      '$argon2id$',
      'otpauth:',
    ])
  },
)

async function halfwayOf(world: World, name: string) {
  await passwordOnly(world, name)
  return halfway(world.engine, name)
}

eachEngine(
  'A-093: the sealed data of one row opens in no other: accounts swapped, factors swapped',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const mallory = await person(world, 'Mallory')
    const rows = await rowsOf(engine, 'authenticators')
    const dataOf = (id: string) => rows.find((row) => row.id === id)?.data
    await tamper(engine, (db) =>
      db
        .updateTable('authenticators')
        .set({ data: dataOf(mallory.totp.id) })
        .where('id', '=', alice.totp.id),
    )
    const started = await halfway(engine, 'Alice')
    for (const guess of [totpOf(world, mallory), totpOf(world, alice)])
      assert.equal(await refusal(prove(engine, started, [guess])), 'proof.refused')
    await signIn(world, mallory)
  },
)

eachEngine('R17: a row given to another account proves nothing there', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const mallory = await person(world, 'Mallory')
  await tamper(engine, (db) =>
    db.updateTable('authenticators').set({ account_id: alice.account.id }).where('id', '=', mallory.totp.id),
  )
  const started = await halfway(engine, 'Alice')
  assert.equal(await refusal(prove(engine, started, [totpOf(world, mallory)])), 'proof.refused')
})

eachEngine(
  'F-28, A-097: of a corrupt row only that authenticator is refused, and the bar stands',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    for (const data of [new Uint8Array(0), new Uint8Array(64), randomBytes(200)]) {
      await tamper(engine, (db) =>
        db.updateTable('authenticators').set({ data }).where('id', '=', alice.totp.id),
      )
      const started = await halfway(engine, 'Alice')
      assert.equal(await refusal(prove(engine, started, [totpOf(world, alice)])), 'proof.refused')
      assert.equal(await refusal(begin(engine, started.secret, 'totp')), 'enrolment.not-allowed')
      const run = complete(engine, { secret: started.secret, options: {}, surroundings })
      assert.equal(await refusal(run), 'attempt.not-satisfied')
      world.clock.advance(3_600_000)
    }
    const started = await halfway(engine, 'Alice')
    const code = codeProof(alice.recoveryCodes[0] ?? '', 'recovery-codes')
    assert.equal((await prove(engine, started, [code])).progress.state, 'recovered')
  },
)

eachEngine(
  'F-28: an unknown status and an unknown factor satisfy nothing and keep the bar up (R1)',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    for (const change of [{ status: 'aktive' }, { status: 'active', factor: 'carrier-pigeon' }]) {
      await tamper(engine, (db) =>
        db.updateTable('authenticators').set(change).where('id', '=', alice.totp.id),
      )
      const started = await halfway(engine, 'Alice')
      assert.notEqual(await refusal(prove(engine, started, [totpOf(world, alice)])), 'nothing was refused')
      assert.equal(await refusal(begin(engine, started.secret, 'totp')), 'enrolment.not-allowed')
    }
  },
)

eachEngine(
  'A-096: where the audit cannot be written, nothing is decided and nothing accepted',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const started = await halfway(engine, 'Alice')
    const lanes = await rowsOf(engine, 'audit_lanes')
    await tamper(engine, (db) => db.updateTable('audit_lanes').set({ hash: 'forged' }))
    const ends = []
    for (let nth = 0; nth < 3; nth++)
      ends.push(await refusal(prove(engine, started, [totpOf(world, alice)], { complete: {} })))
    const events = await rowsOf(engine, 'audit_events')
    const sessions = await rowsOf(engine, 'sessions')
    const accepted = ends.filter((end) => end === 'nothing was refused').length
    assert.ok(accepted <= 1)
    assert.equal(sessions.length, 1 + accepted)
    assert.equal(events.filter(({ event }) => event === 'attempt.completed').length, 1 + accepted)
    assert.ok(lanes.length > 0)
  },
)

eachEngine(
  'A-097: a wrong key refuses to start and changes nothing; a young key beside the old one starts',
  async (world) => {
    const alice = await person(world, 'Alice')
    const { database, clock } = world
    const before = await dumpOf(world.engine)
    const [wrong, young] = [masterKey(randomBytes(32)), masterKey(randomBytes(32))]
    const options = { database, clock }
    assert.equal(await refusal(openTestEngine({ ...options, keys: keyring([wrong]) })), 'key.wrong')
    assert.equal(await refusal(openTestEngine({ ...options, keys: keyring([young]) })), 'key.wrong')
    assert.equal(await dumpOf(world.engine), before)

    const rotated = await world.node({ keys: keyring([young, testKey]) })
    await signIn(world, alice, {}, rotated)
    await rotated.close()
    assert.equal(await refusal(openTestEngine({ ...options, keys: keyring([testKey]) })), 'key.wrong')
  },
)

eachEngine(
  'G9: the account typed at a door is kept as typed up to its bound, and a password typed there as name is not logged',
  async (world) => {
    const { engine } = world
    const long = 'x'.repeat(100_000)
    await startAt(engine, long)
    const [row] = await rowsOf(engine, 'attempts')
    assert.equal(String(row?.account_name).length, 256)
    const application = await engine.portal()
    await verifyOnce(engine, {
      application,
      account: `${long}\u0000\ud800`,
      code: '1'.repeat(100_000),
      surroundings,
    })
  },
)

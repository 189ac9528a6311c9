import assert from 'node:assert/strict'
import { verifyOnce } from '../../../src/authentication/index.ts'
import { attack, type Scene } from '../../kit/attack.ts'
import {
  codeAt,
  codeProof,
  halfway,
  type Person,
  prove,
  rowsOf,
  step,
  surroundings,
} from '../../kit/engine.ts'
import {
  type Answer,
  type Client,
  codeOf,
  cookieNames,
  halfwayAt,
  openTestServer,
  passwordOf,
  totp,
} from '../../kit/server.ts'

/** The code that Alice's app shows, so many milliseconds from now. */
function codeNow(scene: Scene, ahead = 0): string {
  return codeAt(scene.alice.totp.shown, scene.clock.now() + ahead)
}

async function completeWith(client: Client, owner: Person, code: unknown): Promise<Answer> {
  await halfwayAt(client, owner)
  return client.post('/attempts/current/proofs', { proofs: [totp(code)], complete: true })
}

/** A way in that takes a code; tells whether it let Alice in. */
type Door = (code: string) => Promise<boolean>

/** Every door there is, each on its own; the library runs on a second node of the same database. */
async function doorsOf(scene: Scene): Promise<ReadonlyMap<string, Door>> {
  const { server, alice } = scene
  const verifier = await server.application(['verify'])
  const shop = await server.application(['attempts'])
  const library = await scene.node()
  const application = (await library.applications.list()).find(({ kind }) => kind === 'client')
  assert.ok(application)
  return new Map<string, Door>([
    [
      'web',
      async (code) => (await completeWith(await server.browser(), alice, code)).body.state === 'completed',
    ],
    [
      'application',
      async (code) => {
        const { body } = await shop.post('/attempts', { account: 'alice' })
        const proofs = [passwordOf(alice), totp(code)]
        const headers = { 'sallyport-attempt': body.secret }
        const answer = await shop.post('/attempts/current/proofs', { proofs, complete: true }, headers)
        return answer.body.state === 'completed'
      },
    ],
    [
      'verify',
      async (code) => (await verifier.post('/verify', { account: 'alice', code })).body.accepted === true,
    ],
    [
      'verify with password',
      async (code) => {
        const { password } = alice
        const { body } = await verifier.post('/verify', { account: 'alice', password, code })
        return body.accepted === true
      },
    ],
    [
      'library',
      async (code) =>
        (await verifyOnce(library, { application, account: 'alice', code, surroundings })).accepted,
    ],
    [
      'step-up',
      async (code) => {
        const client = await server.signedIn(scene.alice.token)
        await client.post('/session/step-up', {})
        const { body } = await client.post('/attempts/current/proofs', {
          proofs: [passwordOf(alice), totp(code)],
        })
        return body.state === 'satisfied'
      },
    ],
  ])
}

attack(
  'A-001 totp-replay-same-window: the same code again is refused like any wrong one',
  async (scene) => {
    const { server, alice } = scene
    const code = codeNow(scene)
    const first = await completeWith(await server.browser(), alice, code)
    assert.equal(first.body.state, 'completed')
    const again = await completeWith(await server.browser(), alice, code)
    const wrong = await completeWith(await server.browser(), alice, '000000')
    assert.equal(again.status, 401)
    assert.deepEqual(again.body, wrong.body, 'replayed and wrong look alike')

    const refused = (await rowsOf(scene.engine, 'audit_events')).filter(
      ({ event }) => event === 'proof.refused',
    )
    assert.deepEqual(refused.map(({ reason }) => reason).sort(), ['mismatch', 'replayed'])
  },
  { on: 'each', audited: ['proof.accepted', 'proof.refused'] },
)

attack(
  'A-002 totp-replay-next-step: a spent code stays spent in the steps where its window would still hold it',
  async (scene) => {
    const { server, alice } = scene
    const code = codeNow(scene)
    assert.equal((await completeWith(await server.browser(), alice, code)).status, 200)
    for (const later of [step, step]) {
      scene.clock.advance(later)
      assert.equal((await completeWith(await server.browser(), alice, code)).status, 401)
    }
    const ahead = codeNow(scene, step)
    assert.equal(
      (await completeWith(await server.browser(), alice, ahead)).status,
      200,
      'a phone slightly ahead',
    )
    assert.equal(
      (await completeWith(await server.browser(), alice, codeNow(scene))).status,
      401,
      'older than the mark',
    )
    scene.clock.advance(step)
    assert.equal((await completeWith(await server.browser(), alice, ahead)).status, 401)
    scene.clock.advance(step)
  },
  { audited: ['proof.refused'] },
)

attack(
  'A-004 totp-cross-door: a code that one door took opens no other, in every order of any two',
  async (scene) => {
    const doors = await doorsOf(scene)
    for (const [first, through] of doors) {
      for (const [second, other] of doors) {
        const code = codeNow(scene)
        assert.equal(await through(code), true, `${first} did not take a fresh code`)
        assert.equal(await other(code), false, `${first}, then ${second}`)
        scene.clock.advance(step)
      }
    }
  },
  { on: 'each', audited: ['proof.accepted', 'verify.accepted', 'proof.refused'] },
)

attack(
  'A-004 totp-cross-door: all doors at once let one in',
  async (scene) => {
    const doors = await doorsOf(scene)
    for (let round = 0; round < 3; round++) {
      const code = codeNow(scene)
      const opened = await Promise.all([...doors.values()].map((door) => door(code).catch(() => false)))
      assert.equal(opened.filter(Boolean).length, 1)
      scene.clock.advance(10 * step)
    }
  },
  { on: 'each' },
)

attack(
  'A-005 totp-parallel: one code, posted at the same time, counts once on one node and on two',
  async (scene) => {
    const { server, alice } = scene
    const second = await openTestServer(await scene.node())
    try {
      for (const posts of [2, 2, 2, 16]) {
        const client = await server.browser()
        await halfwayAt(client, alice)
        const body = { proofs: [codeOf(scene, alice)], complete: true }
        const elsewhere = await second.browser()
        elsewhere.cookies.set(cookieNames.attempt, client.cookies.get(cookieNames.attempt) ?? '')
        const answers = await Promise.all(
          Array.from({ length: posts }, (_, index) =>
            (index % 2 === 0 ? client : elsewhere).post('/attempts/current/proofs', body),
          ),
        )
        assert.equal(answers.filter(({ status }) => status === 200).length, 1)
        for (const { status } of answers)
          assert.ok([200, 401, 404, 410, 429, 503].includes(status), String(status))
        scene.clock.advance(10 * step)
      }
      const accepted = (await rowsOf(scene.engine, 'audit_events')).filter(
        ({ event, authenticator_id }) => event === 'proof.accepted' && authenticator_id === alice.totp.id,
      )
      assert.equal(accepted.length, 4)
    } finally {
      await second.close()
    }
  },
  { on: 'each', audited: ['proof.accepted', 'attempt.completed'] },
)

attack(
  'A-007 totp-alias: no other way to write a code makes it another code',
  async (scene) => {
    const { server, alice } = scene
    const code = codeNow(scene)
    const spaced = [
      ` ${code}`,
      `${code} `,
      `${code.slice(0, 3)} ${code.slice(3)}`,
      `\t${code}\n`,
      `${code}\u00a0`,
    ]
    const foreign = [
      [...code].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join(''),
      [...code].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0x0630)).join(''),
      `+${code}`,
      `-${code}`,
      `0x${Number(code).toString(16)}`,
      `${code}.0`,
      `${code}e0`,
      `${code}\u200b`,
      `0${code}`,
      Number(code),
      [code],
      { code },
      null,
      true,
    ]
    for (const alias of foreign) {
      const answer = await completeWith(await server.browser(), alice, alias)
      assert.ok([400, 401, 429].includes(answer.status), `${JSON.stringify(alias)} gave ${answer.status}`)
    }
    scene.clock.advance(3600_000)
    const fresh = codeNow(scene)
    const aliases = [
      fresh,
      ...spaced.map((alias) =>
        alias
          .replace(code, fresh)
          .replace(code.slice(0, 3), fresh.slice(0, 3))
          .replace(code.slice(3), fresh.slice(3)),
      ),
    ]
    const answers = await Promise.all(
      aliases.map(async (alias) => completeWith(await server.browser(), alice, alias)),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    for (const alias of aliases)
      assert.notEqual((await completeWith(await server.browser(), alice, alias)).status, 200)

    const last = await completeWith(await server.browser(), alice, fresh)
    assert.equal(last.status, 429, 'aliases share one budget')
  },
  { audited: ['proof.refused', 'throttled'] },
)

attack(
  'A-010 recovery-parallel: one recovery code, posted fifty times at once, lets one in',
  async (scene) => {
    const { server, alice } = scene
    const code = alice.recoveryCodes[0] ?? ''
    const browsers = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const client = await server.browser()
        await halfwayAt(client, alice)
        return client
      }),
    )
    const body = { proofs: [codeProof(code, 'recovery-codes')], complete: true }
    const answers = await Promise.all(
      browsers.flatMap((client) =>
        Array.from({ length: 5 }, () => client.post('/attempts/current/proofs', body)),
      ),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    const recoveries = await Promise.all(
      browsers.map((client) => client.post('/attempts/current/recover', {})),
    )
    assert.equal(recoveries.filter(({ status }) => status === 201).length, 1)
    assert.equal((await rowsOf(scene.engine, 'rebinds')).length, 1)
    const refused = (await rowsOf(scene.engine, 'audit_events')).filter(
      ({ event }) => event === 'proof.refused',
    )
    assert.ok(refused.length >= 5, 'the others are failures')
    scene.clock.advance(3600_000)
    await assert.rejects(
      prove(scene.engine, await halfway(scene.engine, 'alice'), [codeProof(code, 'recovery-codes')]),
      { code: 'proof.refused' },
    )
  },
  { on: 'each', audited: ['proof.refused'] },
)

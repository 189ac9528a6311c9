import assert from 'node:assert/strict'
import { changeAccount } from '../../../src/administration/index.ts'
import { attack, type Scene } from '../../kit/attack.ts'
import { operator, rowsOf } from '../../kit/engine.ts'
import { type Client, codeOf, cookieNames, halfwayAt, passwordOf } from '../../kit/server.ts'

const password = 'nettle-harpoon-velvet-38'
const refused = { password: 'password123' }

/** Both doors of a sign-in whose password has to be changed. */
async function upToTheChange({ server, alice, ...scene }: Scene): Promise<Client> {
  const marking = { actor: operator, accountId: alice.account.id, reason: 'found by the audit' }
  await changeAccount(scene.engine, { ...marking, marks: ['weak'] })
  const browser = await server.browser()
  await halfwayAt(browser, alice)
  const proofs = [codeOf(scene, alice)]
  const { body } = await browser.post('/attempts/current/proofs', { proofs, complete: true })
  assert.deepEqual([body.state, body.renew], ['renewing', { factor: 'password' }])
  return browser
}

attack(
  'N-09: between the second door and the new password there is no session, whatever is asked',
  async (scene) => {
    const { server, engine, alice } = scene
    const before = (await rowsOf(engine, 'sessions')).length
    const browser = await upToTheChange(scene)
    server.secrets.add(password)
    assert.ok(!browser.cookies.has(cookieNames.session))
    const around: readonly [string, unknown][] = [
      ['/attempts/current/complete', {}],
      ['/attempts/current/complete', { putOff: true }],
      ['/attempts/current/complete', { rememberBrowser: true, rememberDevice: true }],
      ['/attempts/current/proofs', { proofs: [passwordOf(alice)], complete: true }],
      ['/attempts/current/recovery', {}],
      ['/attempts/current/renewal', {}],
      ['/attempts/current/renewal', refused],
      ['/attempts/current/renewal', { password: alice.password }],
      ['/attempts/current/renewal', { password, complete: true }],
      ['/attempts/current/renewal', { current: alice.password, password }],
      ['/sessions/step-up', {}],
      ['/enrolments', { factor: 'echo-code' }],
    ]
    for (const [path, body] of around) {
      const answer = await browser.post(path, body)
      assert.ok(answer.status >= 400 || answer.body.state === 'renewing', `${path} ${answer.text}`)
      assert.ok(!browser.cookies.has(cookieNames.session), path)
    }
    assert.equal((await browser.get('/session')).status, 401)
    assert.equal((await rowsOf(engine, 'sessions')).length, before)

    const stranger = await server.browser()
    assert.equal((await stranger.post('/attempts/current/renewal', { password })).status, 404)
    const renewed = await browser.post('/attempts/current/renewal', { password })
    assert.deepEqual([renewed.status, renewed.body.state], [200, 'satisfied'])
    const again = await browser.post('/attempts/current/renewal', { password: 'another-harpoon-velvet-39' })
    assert.equal(again.body.code, 'attempt.nothing-to-renew')
    assert.equal((await browser.post('/attempts/current/complete', {})).body.state, 'completed')
    assert.equal((await browser.get('/session')).status, 200)
  },
  { on: 'each', audited: ['authenticator.renewed'] },
)

attack(
  'A-010, A-042: of many at a time one changes it, and nobody changes it in the sign-in of another',
  async (scene) => {
    const { server, mallory, engine } = scene
    const browser = await upToTheChange(scene)
    const theirs = await server.browser()
    await halfwayAt(theirs, mallory)
    const { id } = (await browser.get('/attempts/current')).body
    const crossed = await theirs.post(`/attempts/${id}/renewal`, { password })
    assert.equal(crossed.body.code, 'attempt.not-found')

    const passwords = Array.from({ length: 6 }, (_, index) => `harpoon-lantern-walrus-${index}7`)
    for (const one of passwords) server.secrets.add(one)
    const answers = await Promise.all(
      passwords.map((one) => browser.post('/attempts/current/renewal', { password: one })),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    const events = await rowsOf(engine, 'audit_events')
    assert.equal(events.filter(({ event }) => event === 'authenticator.renewed').length, 1)
  },
  { on: 'each' },
)

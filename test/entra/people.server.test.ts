import assert from 'node:assert/strict'
import { createAccount, issueApiKey, unlinkAccount } from '../../src/administration/index.ts'
import { attack, type Scene } from '../kit/attack.ts'
import { codeAt, operator, step } from '../kit/engine.ts'
import type { Client } from '../kit/server.ts'
import {
  aliceThere,
  ask,
  connect,
  doors,
  errorIn,
  goOn,
  hintOf,
  issuerThere,
  judge,
  malloryThere,
  pageOf,
  proveThere,
} from './microsoft.fixture.ts'

const server = { doors }

/** Somebody sets up an authenticator app on the way; whose it is nobody knows. */
async function setUpOnTheWay({ clock }: Scene, browser: Client, referral: string) {
  const { body } = await browser.get('/attempts/current')
  assert.equal(body.state, 'enrolling')
  const begun = await browser.post('/authenticators', { factor: 'totp' })
  const code = codeAt(begun.body.show, clock.now())
  await browser.post(`/authenticators/${begun.body.id}/confirm`, { answer: { code } })
  const done = await browser.post('/attempts/current/complete', {})
  assert.equal(done.body.state, 'completed', done.text)
  clock.advance(step)
  const { body: way } = await browser.get(`/referrals/${referral}`)
  return goOn(browser, way.continueAt)
}

attack(
  'R12: whom the tenant has brought by SCIM is known by the object id, whatever the name',
  async (scene) => {
    const application = await connect(scene)
    const issued = await issueApiKey(scene.engine, {
      actor: operator,
      applicationId: application.id,
      scopes: ['provisioning'],
    })
    const brings = scene.server.stranger()
    const brought = await brings.send({
      method: 'POST',
      path: '/scim/v2/Users',
      headers: { authorization: `Bearer ${issued.token}`, 'content-type': 'application/scim+json' },
      body: {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'nina@contoso.example',
        externalId: aliceThere,
      },
    })
    assert.equal(brought.status, 201, brought.text)
    const browser = await scene.server.browser()
    const hint = await hintOf(scene, { claims: { preferred_username: 'mallory' } })
    const referral = pageOf(await ask(scene, browser, application, { hint }))
    const token = await judge(scene, application, await setUpOnTheWay(scene, browser, referral))
    assert.deepEqual(token.amr, ['otp'])
    const wanted = scene.engine.accounts.findByName('nina@contoso.example' as never)
    assert.equal((await wanted)?.id, brought.body.id)
    // Another application of the same tenant has brought nobody.
    scene.clock.advance(1000)
    const other = await connect(scene)
    assert.equal(errorIn(await ask(scene, browser, other)), 'access_denied')
  },
  { on: 'each', server, audited: ['entra.person unknown'] },
)

attack(
  'R18: a name leads to nobody unless that is set, and then links once the second factor of that account was shown',
  async (scene) => {
    const browser = await scene.server.browser()
    assert.equal(errorIn(await ask(scene, browser, await connect(scene))), 'access_denied')
    scene.clock.advance(1000)
    const application = await connect(scene, { people: 'by-name' })
    const hint = await hintOf(scene, { claims: { preferred_username: 'Alice' } })
    const referral = pageOf(await ask(scene, browser, application, { hint }))
    assert.equal(await scene.engine.accountLinks.find(issuerThere, aliceThere), undefined)
    await judge(scene, application, await proveThere(scene, browser, referral, scene.alice))
    const link = await scene.engine.accountLinks.find(issuerThere, aliceThere)
    assert.equal(link?.accountId, scene.alice.account.id)

    // The name has changed hands: the account has not.
    const successor = await hintOf(scene, { claims: { oid: malloryThere } })
    assert.equal(errorIn(await ask(scene, browser, application, { hint: successor })), 'access_denied')
    // And the person is known under another name.
    scene.clock.advance(1000)
    const renamed = await hintOf(scene, { claims: { preferred_username: 'bob' } })
    const again = pageOf(await ask(scene, browser, application, { hint: renamed }))
    await judge(scene, application, await proveThere(scene, browser, again, scene.alice))
  },
  { on: 'each', server, audited: ['account.linked', 'entra.person of another id', 'entra.person unknown'] },
)

attack(
  'R18: who comes to an account by its name and sets up a second factor on the way is not its owner',
  async (scene) => {
    await createAccount(scene.engine, { actor: operator, name: { key: 'nina' as never, shown: 'Nina' } })
    const application = await connect(scene, { people: 'by-name' })
    const browser = await scene.server.browser()
    const hint = await hintOf(scene, { claims: { preferred_username: 'nina' } })
    const answer = await ask(scene, browser, application, { hint })
    assert.equal(errorIn(answer), 'access_denied')
    assert.equal(browser.cookies.has('__Host-sallyport_attempt'), false, 'nor is anything begun')
    assert.equal(await scene.engine.accountLinks.find(issuerThere, aliceThere), undefined)
  },
  { server, audited: ['entra.person not linked'] },
)

attack(
  'a link that is taken off leads nowhere from that moment on, and the next person may have the account',
  async (scene) => {
    const application = await connect(scene, { people: 'by-name' })
    const browser = await scene.server.browser()
    const first = pageOf(await ask(scene, browser, application))
    await judge(scene, application, await proveThere(scene, browser, first, scene.alice))
    const link = await scene.engine.accountLinks.find(issuerThere, aliceThere)
    assert.ok(link)
    await unlinkAccount(scene.engine, {
      actor: operator,
      accountId: link.accountId,
      linkId: link.id,
      reason: 'a new id at Microsoft',
    })
    const recreated = await hintOf(scene, { claims: { oid: malloryThere } })
    const second = pageOf(await ask(scene, browser, application, { hint: recreated }))
    await judge(scene, application, await proveThere(scene, browser, second, scene.alice))
    assert.equal((await scene.engine.accountLinks.find(issuerThere, malloryThere))?.accountId, link.accountId)
  },
  { server, audited: ['account.unlinked', 'account.linked'] },
)

attack(
  'R12: administrators say over the API who an account is there; each is one, and each is told',
  async (scene) => {
    const application = await connect(scene)
    const [writes, reads] = [
      await scene.server.application(['accounts:read', 'accounts:write']),
      await scene.server.application(['accounts:read']),
    ]
    const links = `/accounts/${scene.alice.account.id}/links`
    const wanted = { issuer: issuerThere, subject: aliceThere, reason: 'known in person' }
    assert.equal((await reads.post(links, wanted)).status, 403)
    const made = await writes.post(links, wanted)
    assert.equal(made.status, 201, made.text)
    const again = await writes.post(`/accounts/${scene.mallory.account.id}/links`, wanted)
    assert.equal(again.body.code, 'account.link-taken')
    const browser = await scene.server.browser()
    const referral = pageOf(await ask(scene, browser, application))
    await judge(scene, application, await proveThere(scene, browser, referral, scene.alice))

    const { body } = await reads.get(links)
    assert.deepEqual(
      body.items.map(({ subject }: { readonly subject: string }) => subject),
      [aliceThere],
    )
    const { id } = made.body
    const elsewhere = `/accounts/${scene.mallory.account.id}/links/${id}`
    const reason = { reason: 'left' }
    const remove = (path: string) => writes.send({ method: 'DELETE', path: `/api/v1${path}`, body: reason })
    assert.equal((await remove(elsewhere)).body.code, 'account.link-not-found')
    assert.equal((await remove(`${links}/${id}`)).status, 204)
    scene.clock.advance(1000)
    assert.equal(errorIn(await ask(scene, browser, application)), 'access_denied')
  },
  { on: 'each', server, audited: ['account.linked', 'account.unlinked', 'entra.person unknown'] },
)

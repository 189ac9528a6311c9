import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { typedName } from '../../src/accounts/index.ts'
import * as administration from '../../src/administration/index.ts'
import { attack } from '../kit/attack.ts'
import { operator } from '../kit/engine.ts'
import { type Answer, passwordOf, signInAt } from '../kit/server.ts'
import {
  addressFor,
  begin,
  beginByPost,
  connect,
  follow,
  formOf,
  type PostedForm,
  pair,
  received,
  set,
  signInThere,
  signOn,
  statusOf,
  turnBack,
  visit,
  xmlOf,
} from './service-provider.fixture.ts'

const refeds = 'https://refeds.org/profile/mfa'
const password = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport'

attack(
  'node-saml signs somebody in, and learns who it is and what was shown',
  async (scene) => {
    const wiki = await connect(scene, { settings: { attributes: { who: 'name', role: 'role' } } })
    const browser = await scene.server.browser()
    const form = await signOn(scene, browser, await begin(browser, wiki, 'there'), scene.alice)
    assert.equal(form.action, wiki.acs)
    assert.equal(form.fields.RelayState, 'there')
    const profile = await received(wiki, form)
    assert.match(profile.nameID, /^[A-Za-z0-9_-]{43}$/)
    assert.equal(profile.nameIDFormat, 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent')
    assert.equal(profile.who, 'alice')
    assert.match(xmlOf(form), /AuthnContextClassRef>urn:sallyport:acr:mfa</)

    const again = await signOn(scene, browser, await begin(browser, wiki), scene.alice)
    assert.equal((await received(wiki, again)).nameID, profile.nameID, 'the same name, and no second sign-in')

    const other = await connect(scene)
    const elsewhere = await signOn(scene, browser, await begin(browser, other), scene.alice)
    assert.notEqual((await received(other, elsewhere)).nameID, profile.nameID, 'another name elsewhere')
  },
  { on: 'each', audited: ['application.admitted', 'saml.key-made'] },
)

attack('by POST, signed by node-saml; unsigned where that is not enough', async (scene) => {
  const wiki = await connect(scene, {
    settings: { requireSignedRequests: true },
    config: { authnRequestBinding: 'HTTP-POST', skipRequestCompression: true },
  })
  const browser = await scene.server.browser()
  const form = await signOn(scene, browser, await beginByPost(browser, wiki, 'there'), scene.alice)
  assert.ok(await received(wiki, form))

  const careless = await connect(scene, { byHand: true, config: { privateKey: undefined } as never })
  const unsigned = await signOn(scene, browser, await begin(browser, careless), scene.alice)
  assert.ok(await received(careless, unsigned))
  const careful = await connect(scene, { settings: { requireSignedRequests: true } })
  const strict = (await addressFor(careful)).replace(/&(SigAlg|Signature)=[^&]*/g, '')
  assert.equal((await visit(browser, strict)).status, 403)
})

attack('assertions are encrypted for whoever wants them so', async (scene) => {
  const wiki = await connect(scene, { settings: { encrypt: true, attributes: { who: 'name' } } })
  const browser = await scene.server.browser()
  const form = await signOn(scene, browser, await begin(browser, wiki), scene.alice)
  assert.doesNotMatch(xmlOf(form), /alice|NameID/)
  assert.equal((await received(wiki, form)).who, 'alice')
})

attack('a context class is told truthfully, and what cannot be met is said', async (scene) => {
  const browser = await scene.server.browser()
  async function answer(classes: string[], comparison: string, forceAuthn = false) {
    const wiki = await connect(scene, {
      config: {
        disableRequestedAuthnContext: false,
        authnContext: classes,
        racComparison: comparison as never,
        forceAuthn,
      },
    })
    const form = await signOn(scene, browser, await begin(browser, wiki), scene.alice)
    return /AuthnContextClassRef>([^<]+)</.exec(xmlOf(form))?.[1] ?? statusOf(form)
  }
  assert.equal(await answer([refeds], 'exact'), refeds)
  assert.equal(await answer([password], 'exact'), password)
  assert.equal(await answer([refeds], 'minimum'), refeds)
  assert.equal(await answer(['urn:sallyport:acr:single'], 'better'), 'urn:sallyport:acr:mfa')
  assert.equal(await answer(['urn:sallyport:acr:single'], 'maximum'), 'NoAuthnContext')
  assert.equal(await answer([refeds], 'maximum'), refeds)
  assert.equal(await answer(['urn:example:unheard-of'], 'exact'), 'NoAuthnContext')
  assert.equal(await answer(['urn:sallyport:acr:hardware'], 'better'), 'NoAuthnContext')
})

attack('nobody is asked where the application wants nobody asked', async (scene) => {
  const wiki = await connect(scene, { config: { passive: true } })
  const browser = await scene.server.browser()
  const nobody = await follow(browser, await begin(browser, wiki))
  assert.ok(!(nobody instanceof URL))
  assert.equal(statusOf(formOf(nobody)), 'NoPassive')
  const loud = await connect(scene)
  await signOn(scene, browser, await begin(browser, loud), scene.alice)
  const somebody = await follow(browser, await begin(browser, wiki))
  assert.ok(!(somebody instanceof URL))
  assert.ok(await received(wiki, formOf(somebody)))
})

attack('ForceAuthn asks again, however fresh the session is', async (scene) => {
  const wiki = await connect(scene, { config: { forceAuthn: true } })
  const browser = await scene.server.browser()
  const first = await signOn(scene, browser, await begin(browser, wiki), scene.alice)
  assert.ok(await received(wiki, first))
  const page = await follow(browser, await begin(browser, wiki))
  assert.ok(page instanceof URL, 'asked again')
  const back = await signInThere(scene, browser, page, scene.alice)
  assert.ok(!(back instanceof URL))
  assert.ok(await received(wiki, formOf(back)))
})

attack('R-62: nobody is sent to an application that has not asked, unless it may be so', async (scene) => {
  const wiki = await connect(scene, { config: { validateInResponseTo: 'never' as never } })
  const browser = await scene.server.browser()
  const path = `/saml/start/${wiki.application.id}`
  assert.equal((await visit(browser, path)).status, 403)
  const settings = { entityId: wiki.entityId, acsUrls: [wiki.acs], idpInitiated: true, relayState: 'home' }
  await set(scene, wiki.application, settings)
  const form = await signOn(scene, browser, await visit(browser, path), scene.alice)
  assert.equal(form.fields.RelayState, 'home')
  assert.doesNotMatch(xmlOf(form), /InResponseTo/)
  assert.ok(await received(wiki, form))
})

/** The path of ours that goes on with what has just begun. */
function begunBy({ status, text }: Answer): string {
  return /url=([^"]+)"/.exec(text)?.[1] ?? assert.fail(`${status} ${text}`)
}

attack('R3: what is under way is held against the settings as they are by then', async (scene) => {
  const browser = await scene.server.browser()
  const wiki = await connect(scene, { settings: { idpInitiated: true }, byHand: true })
  const unasked = begunBy(await visit(browser, `/saml/start/${wiki.application.id}`))
  await set(scene, wiki.application, { entityId: wiki.entityId, acsUrls: [wiki.acs] })
  assert.equal((await visit(browser, unasked)).status, 403, 'nobody has asked')

  const config = { privateKey: undefined } as never
  for (const [signs, status] of [
    [{ byHand: true, config }, 403],
    [{ byHand: true, settings: { certificates: [pair.certificate] } }, 303],
  ] as const) {
    const asking = await connect(scene, signs)
    const asked = begunBy(await begin(browser, asking))
    const described = { entityId: asking.entityId, acsUrls: [asking.acs], certificates: [pair.certificate] }
    await set(scene, asking.application, { ...described, requireSignedRequests: true })
    assert.equal((await visit(browser, asked)).status, status)
  }
})

attack('how people are named is for the settings to say', async (scene) => {
  const browser = await scene.server.browser()
  const format = (name: string) => `urn:oasis:names:tc:SAML:${name}`
  const transient = format('2.0:nameid-format:transient')
  const name = format('1.1:nameid-format:unspecified')
  const email = format('1.1:nameid-format:emailAddress')
  async function named(nameIds: string[], identifierFormat: string | null) {
    const wiki = await connect(scene, { settings: { nameIds }, config: { identifierFormat } })
    return signOn(scene, browser, await begin(browser, wiki), scene.alice)
  }
  assert.match(xmlOf(await named(['name'], null)), new RegExp(`<saml:NameID Format="${name}">alice<`))
  assert.match(xmlOf(await named(['persistent'], transient)), new RegExp(`Format="${transient}"`))
  assert.equal(statusOf(await named(['persistent'], email)), 'InvalidNameIDPolicy', 'it may not have it')
  assert.equal(statusOf(await named(['email'], email)), 'InvalidNameIDPolicy', 'nobody has confirmed it')
})

attack('a role that goes with a group is told to those who are in it', async (scene) => {
  const arn = 'arn:aws:iam::1:role/ops,arn:aws:iam::1:saml-provider/us'
  const wiki = await connect(scene, {
    settings: { attributes: { Role: { byGroup: { ops: arn } }, team: { value: 'blue' } } },
  })
  const group = await administration.createGroup(scene.server.engine, {
    actor: operator,
    name: typedName.parse('ops'),
  })
  const browser = await scene.server.browser()
  const before = await received(wiki, await signOn(scene, browser, await begin(browser, wiki), scene.alice))
  assert.equal(before.Role, undefined)
  assert.equal(before.team, 'blue')
  await administration.addToGroup(scene.server.engine, {
    actor: operator,
    reason: 'on call',
    groupId: group.id,
    accountId: scene.alice.account.id,
  })
  const after = await received(wiki, await signOn(scene, browser, await begin(browser, wiki), scene.alice))
  assert.equal(after.Role, arn)
})

attack(
  'whoever comes back without having signed in is not let in, and the application hears it',
  async (scene) => {
    const wiki = await connect(scene)
    const browser = await scene.server.browser()
    const first = await begin(browser, wiki)
    assert.ok((await follow(browser, first)) instanceof URL)
    const back = await follow(browser, first)
    assert.ok(!(back instanceof URL))
    assert.equal(statusOf(formOf(back)), 'AuthnFailed')
    await assert.rejects(received(wiki, formOf(back)))
  },
)

attack(
  'whoever turns back is told of by a signed answer to what was asked, to where it was asked from, once',
  async (scene) => {
    const wiki = await connect(scene)
    const browser = await scene.server.browser()
    for (const [changes, told] of [
      [(form: PostedForm) => form, /AuthnFailed/],
      [forged, /signature/i],
    ] as const) {
      const page = await follow(browser, await begin(browser, wiki, 'deep/link'))
      if (!(page instanceof URL)) assert.fail(page.text)
      const answer = await turnBack(browser, page)
      if (answer instanceof URL) assert.fail(String(answer))
      const form = formOf(answer)
      assert.equal(form.action, wiki.acs)
      assert.equal(form.fields.RelayState, 'deep/link')
      assert.equal(statusOf(form), 'AuthnFailed')
      assert.match(xmlOf(form), /InResponseTo="_[0-9a-f]+"/)
      assert.doesNotMatch(xmlOf(form), /Assertion ID|NameID/)
      await assert.rejects(received(wiki, changes(form)), told)
      const referral = page.searchParams.get('referral')
      assert.equal((await browser.get(`/referrals/${referral}`)).body.code, 'referral.over')
    }
  },
  { on: 'each', audited: ['referral.turned-back', 'saml.AuthnFailed'] },
)

/** As somebody would who wants another reason to be read. */
function forged(form: PostedForm): PostedForm {
  const SAMLResponse = Buffer.from(xmlOf(form).replace('AuthnFailed', 'NoPassive')).toString('base64')
  return { ...form, fields: { ...form.fields, SAMLResponse } }
}

attack('what the context that was asked for cannot be met with is told of as that', async (scene) => {
  const { engine } = scene.server
  const marked = engine.accounts.setMarks(scene.alice.account, ['compromised'])
  const own = await engine.authenticators.ofAccount(scene.alice.account.id)
  const others = own.filter(({ factor }) => factor !== 'password')
  const statements = [marked, ...others.map((row) => engine.authenticators.remove(row))]
  await engine.storage.book({ statements, locks: [] })
  const authnContext = ['urn:sallyport:acr:mfa']
  const wiki = await connect(scene, { config: { disableRequestedAuthnContext: false, authnContext } })
  for (const [shows, status] of [
    [true, 'NoAuthnContext'],
    [false, 'AuthnFailed'],
  ] as const) {
    const browser = await scene.server.browser()
    const page = await follow(browser, await begin(browser, wiki))
    if (!(page instanceof URL)) assert.fail(page.text)
    const referral = page.searchParams.get('referral')
    await browser.post('/attempts', { account: 'alice', referral })
    if (shows) await browser.post('/attempts/current/proofs', { proofs: [passwordOf(scene.alice)] })
    const answer = await turnBack(browser, page)
    if (answer instanceof URL) assert.fail(String(answer))
    assert.equal(statusOf(formOf(answer)), status)
  }
})

test('a door that nobody uses costs nothing: its libraries are loaded by the first request', () => {
  const script = `import { createRequire } from 'node:module'
await import('./src/protocols/index.ts')
console.log(Object.keys(createRequire('/').cache).filter((path) => /xml-crypto|xmldom/.test(path)).length)`
  const options = { cwd: join(import.meta.dirname, '../..'), encoding: 'utf8' } as const
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], options)
  assert.equal(stdout.trim(), '0', stderr)
})

attack(
  'R3: a rule that shuts an application by this door is felt at the next request, whoever is signed in',
  async (scene) => {
    const shut = await connect(scene, { settings: { nameIds: ['name'] } })
    const browser = await scene.server.browser()
    await signInAt(scene, browser, scene.alice)
    const page = await follow(browser, await begin(browser, shut))
    if (!(page instanceof URL)) assert.fail(page.text)
    const { body } = await browser.get(`/referrals/${page.searchParams.get('referral')}`)
    assert.equal(body.state, 'denied', 'our page says why first')
    const answer = await turnBack(browser, page)
    if (answer instanceof URL) assert.fail(String(answer))
    assert.equal(statusOf(formOf(answer)), 'RequestDenied')
    assert.doesNotMatch(xmlOf(formOf(answer)), /Assertion ID|NameID/)
    await assert.rejects(received(shut, formOf(answer)))
    const passive = await connect(scene, { config: { passive: true } })
    const unseen = await follow(browser, await begin(browser, passive))
    if (unseen instanceof URL) assert.fail(String(unseen))
    assert.equal(statusOf(formOf(unseen)), 'RequestDenied', 'where none of ours may be shown, at once')
  },
  {
    world: { policy: { rules: [{ name: 'shut', what: { doors: ['saml'] }, need: { deny: true } }] } },
    audited: ['saml.RequestDenied'],
  },
)

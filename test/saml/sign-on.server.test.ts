import assert from 'node:assert/strict'
import { attack } from '../kit/attack.ts'
import { begin, connect, received, signOn, xmlOf } from './service-provider.fixture.ts'

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
  },
  { on: 'each' },
)

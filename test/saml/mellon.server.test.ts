import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as administration from '../../src/administration/index.ts'
import { attack } from '../kit/attack.ts'
import { operator } from '../kit/engine.ts'
import { absence, openMellon } from './mellon.fixture.ts'
import { follow, formOf, metadataOf, set, signOn, turnBack, visit } from './service-provider.fixture.ts'

const missing = absence()

if (missing !== undefined && process.env.CI !== 'true')
  test('mod_auth_mellon in an Apache', { skip: missing }, () => {})
else
  attack('mod_auth_mellon in an Apache: in, who it is (encrypted for it), and out again', async (scene) => {
    const site = await openMellon(await metadataOf(scene), scene.clock.now())
    try {
      const { engine } = scene.server
      const application = await administration.createApplication(engine, { actor: operator, name: 'Apache' })
      const { text: metadata } = await site.get('/mellon/metadata')
      await set(scene, application, { metadata, attributes: { who: 'name' }, encrypt: true })

      const browser = await scene.server.browser()
      const asked = await site.get('/secret.txt')
      assert.equal(asked.status, 303, asked.text)
      const sent = await site.get(String(asked.headers.location).replace(site.origin, ''))
      const form = await signOn(
        scene,
        browser,
        await visit(browser, String(sent.headers.location)),
        scene.alice,
      )
      assert.equal(form.action, `${site.origin}/mellon/postResponse`)
      const taken = await site.post('/mellon/postResponse', form.fields)
      assert.equal(taken.status, 303, taken.text)
      const page = await site.get('/secret.txt')
      assert.equal(page.status, 200)
      assert.equal(page.text, 'what only members may read')
      assert.equal(page.headers['x-who'], 'alice')

      const leaving = await site.get(`/mellon/logout?ReturnTo=${encodeURIComponent(`${site.origin}/bye`)}`)
      const left = await visit(browser, String(leaving.headers.location))
      assert.equal(left.status, 303, left.text)
      const gone = await site.get(String(left.headers.location).replace(site.origin, ''))
      assert.equal(gone.headers.location, `${site.origin}/bye`)
      assert.notEqual((await browser.get('/session')).status, 200)
      assert.equal((await site.get('/secret.txt')).status, 303, 'asked anew')
    } finally {
      await site.close()
    }
  })

if (missing === undefined || process.env.CI === 'true')
  attack('mod_auth_mellon in an Apache: whoever turns back is not in, and Apache says so', async (scene) => {
    const site = await openMellon(await metadataOf(scene), scene.clock.now())
    try {
      const { engine } = scene.server
      const application = await administration.createApplication(engine, { actor: operator, name: 'Apache' })
      const { text: metadata } = await site.get('/mellon/metadata')
      await set(scene, application, { metadata, attributes: { who: 'name' } })
      const browser = await scene.server.browser()
      const asked = await site.get('/secret.txt')
      const sent = await site.get(String(asked.headers.location).replace(site.origin, ''))
      const page = await follow(browser, await visit(browser, String(sent.headers.location)))
      if (!(page instanceof URL)) assert.fail(page.text)
      const answer = await turnBack(browser, page)
      if (answer instanceof URL) assert.fail(String(answer))
      const refused = await site.post('/mellon/postResponse', formOf(answer).fields)
      assert.equal(refused.status, 401, refused.text)
      assert.equal((await site.get('/secret.txt')).status, 303, 'asked anew')
    } finally {
      await site.close()
    }
  })

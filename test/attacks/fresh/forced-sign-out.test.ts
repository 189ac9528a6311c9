import assert from 'node:assert/strict'
import { attack } from '../../kit/attack.ts'
import { cookieNames, signInAt } from '../../kit/server.ts'

attack('A-060 csrf: a form of another site takes nobody’s session out of their browser', async (scene) => {
  const browser = await scene.server.browser()
  await signInAt(scene, browser, scene.alice)
  const session = browser.cookies.get(cookieNames.session) ?? assert.fail()
  // What another site makes the browser send comes without the cookie, and its answer is kept all the same.
  browser.cookies.delete(cookieNames.session)
  const forged = await browser.send({
    method: 'POST',
    path: '/saml/sign-out',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
    },
    body: '',
  })
  assert.doesNotMatch(String(forged.headers['set-cookie']), new RegExp(cookieNames.session))
  browser.cookies.set(cookieNames.session, session)
  assert.equal((await browser.get('/session')).status, 200)
  const own = await browser.send({
    method: 'POST',
    path: '/saml/sign-out',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
  })
  assert.match(String(own.headers['set-cookie']), new RegExp(`${cookieNames.session}=; .*Max-Age=0`))
  assert.equal(browser.cookies.get(cookieNames.session), undefined)
})

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { decodeJwt } from 'jose'
import type { Page } from 'playwright-core'
import type { Application } from '../../src/applications/index.ts'
import { protocols } from '../../src/protocols/index.ts'
import { entraDoor } from '../../src/protocols/oidc/entra/index.ts'
import {
  aliceThere,
  connect,
  fieldsOf,
  hintOf,
  link,
  reach,
  redirectUri,
} from '../entra/microsoft.fixture.ts'
import { type Person, person } from '../kit/engine.ts'
import { type Installation, openInstallation } from './installation.ts'
import { press, typeCode } from './visitor.ts'

const there = 'https://login.microsoftonline.com'

let house: Installation
let application: Application
let owner: Person

before(async () => {
  const doors = [...protocols.filter(({ id }) => id !== 'entra'), entraDoor(reach)]
  house = await openInstallation({ doors, elsewhere: [there] })
  owner = await person(house.world, 'alice')
  const scene = { server: house.world, clock: house.world.clock }
  application = await connect(scene)
  await link(scene, owner, aliceThere)
})
afterEach(() => house.leave())
after(() => house.close())

/** Microsoft's own pages, as a browser sees them: the one that sends a form here, and the one that gets ours. */
async function playMicrosoft(page: Page): Promise<URLSearchParams[]> {
  const posted: URLSearchParams[] = []
  const fields = fieldsOf(application, { hint: await hintOf({ clock: house.world.clock }) })
  const inputs = Object.entries(fields).map(
    ([name, value = '']) => `<input name="${name}" value="${value.replaceAll('"', '&quot;')}">`,
  )
  await page.route(`${there}/**`, async (route) => {
    if (route.request().url() !== redirectUri) {
      const form = `<form method="post" action="${house.url}/entra/authorize">${inputs.join('')}<button>Go on</button></form>`
      await route.fulfill({ contentType: 'text/html', body: form })
      return
    }
    posted.push(new URLSearchParams(route.request().postData() ?? ''))
    await route.fulfill({ contentType: 'text/html', body: '<h1>Signed in at Microsoft</h1>' })
  })
  return posted
}

async function comesFromThere(page: Page): Promise<void> {
  await page.goto(`${there}/start`)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText(application.name).first().waitFor()
}

test('a browser that Microsoft sends shows the second factor here, and is back there', async () => {
  const page = await house.visit('/sign-in')
  const posted = await playMicrosoft(page)
  await comesFromThere(page)
  await typeCode(page, house.codeOf(owner))
  await page.getByRole('heading', { name: 'Signed in at Microsoft' }).waitFor()
  const [answer] = posted
  const token = decodeJwt(answer?.get('id_token') ?? assert.fail(String(answer)))
  assert.deepEqual([token.acr, token.amr, token.aud], ['possessionorinherence', ['otp'], application.id])
  assert.equal(answer?.get('state'), fieldsOf(application).state)
  assert.deepEqual(house.watched.faults, [])
})

test('whoever goes back is at Microsoft again, with an error and no token', async () => {
  const page = await house.visit('/sign-in')
  const posted = await playMicrosoft(page)
  await comesFromThere(page)
  await press(page, `Back to ${application.name}`)
  await page.getByRole('heading', { name: 'Signed in at Microsoft' }).waitFor()
  const { state } = fieldsOf(application)
  assert.deepEqual(Object.fromEntries(posted[0] ?? []), { error: 'access_denied', state })
  house.world.clock.advance(1000)
})

test('R18: whoever is signed in here is asked all the same, and stays signed in', async () => {
  const page = await house.visit('/', { token: owner.token })
  await page.getByRole('heading', { name: 'My authenticators' }).waitFor()
  const posted = await playMicrosoft(page)
  await comesFromThere(page)
  assert.equal(posted.length, 0)
  await typeCode(page, house.codeOf(owner))
  await page.getByRole('heading', { name: 'Signed in at Microsoft' }).waitFor()
  assert.ok(posted[0]?.get('id_token'))
  await page.goto(house.url)
  await page.getByRole('heading', { name: 'My authenticators' }).waitFor()
})

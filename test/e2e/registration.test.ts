import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Person, setUpAdministrator } from '../kit/engine.ts'
import { checkPage, keptBy } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { press } from './visitor.ts'

const callback = 'https://wiki.apps.example.com/callback'
let house: Installation
let admin: Person

before(async () => {
  house = await openInstallation()
  admin = await setUpAdministrator(house.world, 'ada')
})

after(() => house?.close())

test('a token is made and shown once, an application registers itself with it, and is approved', async () => {
  const page = await house.visit('/console/applications', { token: admin.token })
  await press(page, 'New registration token')
  const dialog = page.getByRole('dialog').last()
  await dialog.getByLabel('What to call it').fill('pipeline')
  await dialog.getByLabel('Name prefix').fill('CI')
  await dialog.getByLabel('Hosts').fill('wiki.example.com\nhttps://wiki.example.com')
  await press(page, 'Make token')
  await dialog.getByText('Look at the marked fields').waitFor()
  await dialog.getByText('Line 2: must be a host such as').waitFor()
  await checkPage(page, 'console, new registration token')
  await dialog.getByLabel('Hosts').fill('*.apps.example.com')
  await dialog.getByLabel('An administrator looks first').uncheck()
  await press(page, 'Make token')
  const token = await page.getByRole('region', { name: 'Registration token' }).locator('code').innerText()
  await checkPage(page, 'console, a registration token')
  await press(page, 'Done')
  await page.getByText('0 of 1 used').waitFor()
  assert.ok(!(await keptBy(page)).includes(token))

  const id = await register(token)
  const visitor = await house.visit(wayTo(id))
  await visitor.getByText('This application registered itself').waitFor()
  await checkPage(visitor, 'sign in to an application that registered itself')

  const known = await house.visit(wayTo(id), { token: admin.token })
  await known.getByRole('heading', { name: 'Sign in to CI Wiki' }).waitFor()
  await checkPage(known, 'on to an application that registered itself')
  await known.getByRole('button', { name: 'Go on', exact: true }).waitFor()

  await page.reload()
  await page.getByText('Registered itself with pipeline').waitFor()
  await checkPage(page, 'console, an application that registered itself')
  await press(page, 'Approve')
  await page.getByRole('dialog').last().getByLabel('Reason').fill('it is ours')
  await page.getByRole('dialog').last().getByRole('button', { name: 'Approve' }).click()
  await page.getByText('Nobody has looked at it', { exact: true }).waitFor({ state: 'detached' })

  await press(page, 'Revoke pipeline')
  await page.getByRole('dialog').last().getByLabel('Reason').fill('it has served')
  await page.getByRole('dialog').last().getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('Revoked', { exact: true }).waitFor()
  assert.deepEqual(house.watched.faults, [])
})

/** What a program does that was given the token. */
async function register(token: string): Promise<string> {
  const answer = await fetch(`${house.url}/oidc/register`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: 'Wiki', redirect_uris: [callback] }),
  })
  assert.equal(answer.status, 201)
  return ((await answer.json()) as { readonly client_id: string }).client_id
}

function wayTo(id: string): string {
  const asked = {
    ...{ client_id: id, response_type: 'code', scope: 'openid', redirect_uri: callback },
    ...{ code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' },
  }
  return `/oidc/authorize?${new URLSearchParams(asked)}`
}

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { connectApplication, createApplication } from '../../src/administration/index.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { operator, type Person, setUpAdministrator } from '../kit/engine.ts'
import { openReceiver, type Receiver } from '../webhooks/receiver.fixture.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { press } from './visitor.ts'

let receiver: Receiver
let house: Installation
let admin: Person
let applicationId: Id<'application'>

before(async () => {
  receiver = await openReceiver()
  house = await openInstallation({ webhookReach: [receiver.place] })
  const { world } = house
  admin = await setUpAdministrator(world, 'ada')
  const { engine } = world
  applicationId = (await createApplication(engine, { actor: operator, name: 'Harbour Wiki' })).id
  await connectApplication(engine, {
    ...{ actor: operator, applicationId, door: 'oidc' },
    settings: {
      redirectUris: ['https://wiki.example.com/callback'],
      grants: ['authorization_code', 'client_credentials'],
      scopes: ['openid', 'ssf.manage'],
    },
  })
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(async () => {
  await house?.close()
  await receiver?.close()
})

test('the streams of an application stand at its door: paused, resumed and removed by an administrator', async () => {
  const { engine } = house.world
  await makeStream('Sessions of the wiki', receiver.url)
  const fetched = await makeStream(undefined, undefined)
  await engine.storage.book({
    statements: engine.streams.turn(fetched, { status: 'paused', cause: 'restored', reason: undefined }),
    locks: [],
  })
  const page = await house.visit('/console/applications', { token: admin.token })
  await page.getByText('OpenID Connect').click()
  const streams = page.getByRole('region', { name: 'Streams of security events' })
  await streams.getByText('Sessions of the wiki').waitFor()
  await streams.getByText('A backup was restored').waitFor()
  await checkPage(page, 'console, streams of an application')

  await press(page, `Pause the stream: ${receiver.url}`)
  await checkPage(page, 'console, pause a stream')
  await giveReason(page, 'asks for too much', 'Pause')
  await streams.getByText('An administrator paused it').waitFor()
  await press(page, `Resume the stream: ${receiver.url}`)
  await giveReason(page, 'is mended', 'Resume')
  await streams.getByText('Told', { exact: true }).waitFor()
  await press(page, 'Remove the stream: Fetched by the application')
  await checkPage(page, 'console, remove a stream')
  await giveReason(page, 'not used', 'Remove')
  await streams.getByText('Fetched by the application').waitFor({ state: 'detached' })
  await press(page, `Remove the stream: ${receiver.url}`)
  await giveReason(page, 'not used', 'Remove')
  await streams.waitFor({ state: 'detached' })
})

async function makeStream(description: string | undefined, url: string | undefined) {
  const { engine } = house.world
  const made = await engine.streams.create({
    ...{ applicationId, door: 'oidc', description, requested: undefined, authorization: undefined },
    delivery: url === undefined ? { method: 'poll' } : { method: 'push', url },
  })
  await engine.storage.book({ statements: made.statements, locks: [] })
  return (await engine.streams.find(made.id)) ?? assert.fail()
}

async function giveReason(page: Page, reason: string, action: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: action }).click()
  await dialog.waitFor({ state: 'detached' })
}

import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { asModule } from '../../src/factors/factor.ts'
import { smartCardModule } from '../../src/factors/smart-card/index.ts'
import { type CardOffice, openOffice } from '../../src/factors/smart-card/test/holder.ts'
import { createCertificatePort } from '../../src/server/certificate-port.ts'
import { type Issued, skipWithoutOpenssl as skip } from '../kit/authority.ts'
import { person, signIn } from '../kit/engine.ts'
import { freePort } from '../kit/free-port.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press } from './visitor.ts'

let house: Installation
let office: CardOffice
let port: FastifyInstance
let url: string

describe('smart cards in a browser that holds a certificate', { skip }, () => {
  before(async () => {
    office = openOffice()
    const server = office.issue('localhost', ['subjectAltName = DNS:localhost'])
    const tls = { cert: server.file, key: server.keyFile }
    const number = await freePort()
    url = `https://localhost:${number}`
    house = await openInstallation({
      modules: [asModule(smartCardModule)],
      factors: { 'smart-card': { anchors: [office.root.file], revocation: { lists: [office.listFile] } } },
      certificateUrl: url,
      tls,
    })
    port = (await createCertificatePort({ engine: house.world.engine, url, tls })).app
    await port.listen({ port: number, host: '127.0.0.1' })
  })

  afterEach(async () => {
    await house.leave()
    assert.deepEqual(house.watched.faults, [])
  })

  after(async () => {
    await port?.close()
    await house?.close()
  })

  it('R13: a card is added in the portal, opens the second door, and no longer once it is revoked', async () => {
    const ana = await person(house.world, 'ana')
    const [card, other] = [office.issue('Ana Kovač'), office.issue('Bela')]
    const { token } = await signIn(house.world, ana)
    const page = await house.visit('/authenticators', { token, clientCertificates: inReader(card) })
    const offered = page.getByRole('article', { name: 'Smart card' })
    await offered.getByRole('button', { name: 'Set up' }).click()
    await page.getByRole('heading', { name: 'Add your smart card' }).waitFor()
    await checkPage(page, 'set-up, smart card')
    await press(page, 'Read my card')
    await page.getByRole('heading', { name: 'Card of Ana Kovač' }).waitFor()
    await page.getByText('O=Harbour Trading, CN=Ana Kovač').waitFor()
    await checkPage(page, 'my authenticators, with a smart card')

    const stranger = await atSecondDoor(other)
    await checkPage(stranger, 'sign-in, smart card')
    await press(stranger, 'Use my card')
    await stranger.getByText('That card was not accepted').waitFor()
    await checkPage(stranger, 'sign-in, card refused')

    const none = await atSecondDoor(undefined)
    await press(none, 'Use my card')
    await none.getByText('No certificate arrived').waitFor()

    const door = await atSecondDoor(card)
    await press(door, 'Use my card')
    await door.getByRole('heading', { name: 'My authenticators' }).waitFor()

    office.root.revoke(card)
    office.publish()
    const late = await atSecondDoor(card)
    await press(late, 'Use my card')
    await late.getByText('That card was not accepted').waitFor()
  })
})

/** What the browser takes when it is asked there; none where no card is in. */
function inReader(card: Issued) {
  return [{ origin: url, certPath: card.file, keyPath: card.keyFile }]
}

async function atSecondDoor(card: Issued | undefined): Promise<Page> {
  const page = await house.visit('/sign-in', card ? { clientCertificates: inReader(card) } : {})
  await giveName(page, 'ana')
  await givePassword(page)
  await page.getByRole('button', { name: 'Use my card' }).waitFor()
  return page
}

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { emailCodeModule } from '../../src/factors/email-code/index.ts'
import { addMailbox, mailboxes } from '../../src/factors/email-code/test/mailbox.ts'
import { asModule } from '../../src/factors/factor.ts'
import { person, signIn } from '../kit/engine.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press, typeCode } from './visitor.ts'

let house: Installation
let mail: ReturnType<typeof mailboxes>

before(async () => {
  house = await openInstallation({
    modules: [asModule(emailCodeModule)],
    factors: { 'email-code': { enabled: true } },
  })
  mail = mailboxes(house.mailbox)
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('a mailbox is set up as a way back, and on the bad day leads to a replacement', async () => {
  const ana = await person(house.world, 'ana')
  await addMailbox(house.world, ana)
  const { token } = await signIn(house.world, ana)
  const page = await house.visit('/authenticators', { token })
  const card = page.getByRole('article', { name: 'Code by e-mail' })
  await card.getByRole('button', { name: 'Set up' }).click()
  await page.getByText('As safe as your mailbox, and no safer').waitFor()
  await checkPage(page, 'set-up, code by e-mail')
  await press(page, 'Send me a code')
  await page.getByText('Sent to a…@mail.example').waitFor()
  await typeCode(page, await mail.nextCode())
  await page.getByText('Codes go to a…@mail.example').waitFor()
  await checkPage(page, 'my authenticators, with a code by e-mail')

  house.world.clock.advance(60_000)
  const door = await house.visit('/sign-in')
  await giveName(door, 'ana')
  await givePassword(door, ana.password)
  await press(door, 'Try another way')
  await door.getByRole('button', { name: /Code by e-mail/ }).click()
  await door.getByText('Sent to a…@mail.example').waitFor()
  await checkPage(door, 'sign-in, code by e-mail')
  await typeCode(door, await mail.nextCode())
  await door.getByRole('heading', { name: 'Now replace what you lost' }).waitFor()
})

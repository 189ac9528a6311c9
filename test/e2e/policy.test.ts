import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { typedName } from '../../src/accounts/index.ts'
import { addToGroup, createGroup } from '../../src/administration/index.ts'
import { asModule } from '../../src/factors/factor.ts'
import { webauthnModule } from '../../src/factors/webauthn/index.ts'
import { operator, passwordOnly, person } from '../kit/engine.ts'
import { rule } from '../kit/rules.ts'
import { checkPage } from './check-page.ts'
import { type Installation, openInstallation } from './installation.ts'
import { giveName, givePassword, press, typeCode } from './visitor.ts'

const rules = [
  rule('closed', { who: { accounts: ['carl'] }, need: { deny: true }, says: 'Your contract has ended.' }),
  rule('money', { who: { groups: ['treasury'] }, need: 'phishing-resistant', says: 'You move money.' }),
]
let house: Installation

before(async () => {
  house = await openInstallation({ modules: [asModule(webauthnModule)], policy: { rules } })
})

afterEach(async () => {
  await house.leave()
  assert.deepEqual(house.watched.faults, [])
})

after(() => house?.close())

test('who is denied reads why behind the first door, and may start again', async () => {
  await passwordOnly(house.world, 'carl')
  const page = await house.visit('/sign-in')
  await giveName(page, 'carl')
  assert.equal(await page.getByText('Your contract has ended.').count(), 0)
  await givePassword(page)
  await page.getByRole('heading', { name: 'Not here, not now' }).waitFor()
  await page.getByText('Your contract has ended.').waitFor()
  await checkPage(page, 'sign-in, denied')
  await press(page, 'Start again')
  await page.getByLabel('Account name').waitFor()
})

test('who has something weaker proves it, and is told why something stronger is set up now', async () => {
  const mona = await person(house.world, 'mona')
  const { engine } = house.world
  const { id: groupId } = await createGroup(engine, { actor: operator, name: typedName.parse('Treasury') })
  await addToGroup(engine, { actor: operator, groupId, accountId: mona.account.id, reason: 'moved there' })
  const page = await house.visit('/sign-in')
  await giveName(page, 'mona')
  await givePassword(page)
  await typeCode(page, house.codeOf(mona))
  await page.getByText('You move money.').waitFor()
  await page.getByText('not enough for this').waitFor()
  await checkPage(page, 'sign-in, something stronger')
})

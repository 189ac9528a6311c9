import assert from 'node:assert/strict'
import { changeAccount, linkAccount } from '../../../src/administration/index.ts'
import { eachEngine, operator, passwordOnly, setUpAdministrator } from '../../kit/engine.ts'

const reason = 'as agreed'

eachEngine('G13: the trail says which rights and marks an account was given', async (world) => {
  await setUpAdministrator(world)
  const { engine } = world
  const { id: accountId } = await passwordOnly(world, 'ana')
  const by = { actor: operator, accountId, reason }
  await changeAccount(engine, { ...by, role: 'administrator' })
  await changeAccount(engine, { ...by, marks: ['privileged'] })
  await changeAccount(engine, { ...by, attributes: { Department: ['Finance'] } })
  await changeAccount(engine, { ...by, email: 'ana@example.com' })
  const { items } = await engine.audit.search({ event: 'account.changed', accountId })
  assert.deepEqual(
    items.map(({ details }) => details?.changed),
    ['contacts', 'attributes', 'marks: privileged', 'role: administrator'],
  )
})

eachEngine('A-096: no choice of characters hides what was done', async (world) => {
  await setUpAdministrator(world)
  const { engine } = world
  const { id: accountId } = await passwordOnly(world, 'ana')
  const unseen = '\u200b'
  const subject = `mallory${unseen.repeat(240)}`
  const issuer = 'https://login.example.com/v2.0'
  await linkAccount(engine, { actor: operator, accountId, issuer, subject, reason: unseen.repeat(490) })
  const { items } = await engine.audit.search({ event: 'account.linked' })
  assert.equal(items[0]?.details?.issuer, issuer)
  assert.match(String(items[0]?.details?.subject), /^mallory/)
})

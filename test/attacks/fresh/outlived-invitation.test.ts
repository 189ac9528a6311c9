import assert from 'node:assert/strict'
import {
  changeAccount,
  disableAccount,
  enableAccount,
  inviteAccount,
  resetAuthenticators,
} from '../../../src/administration/index.ts'
import { redeemInvitation } from '../../../src/enrolment/index.ts'
import {
  actorOf,
  eachEngine,
  operator,
  passwordOnly,
  refusal,
  setUpAdministrator,
  tokenOf,
} from '../../kit/engine.ts'

eachEngine(
  'R11: an invitation to a person does not make whoever holds it the administrator that the account became',
  async (world) => {
    const { engine } = world
    await setUpAdministrator(world)
    const { id } = await passwordOnly(world, 'carol')
    const subject = { actor: operator, accountId: id, reason: 'test' }
    const { invitation } = await inviteAccount(engine, subject)
    await changeAccount(engine, { ...subject, role: 'administrator' })
    assert.equal(await refusal(redeemInvitation(engine, tokenOf(invitation.link))), 'invitation.spent')
    const renewed = await inviteAccount(engine, subject)
    assert.ok(await redeemInvitation(engine, tokenOf(renewed.invitation.link)))
  },
)

eachEngine('A-031: an invitation from before an account was disabled stays void', async (world) => {
  const { engine } = world
  const { id } = await passwordOnly(world, 'carol')
  const subject = { actor: operator, accountId: id, reason: 'test' }
  const { invitation } = await inviteAccount(engine, subject)
  await disableAccount(engine, subject)
  await enableAccount(engine, subject)
  assert.equal(await refusal(redeemInvitation(engine, tokenOf(invitation.link))), 'invitation.spent')
})

eachEngine('R11: whoever became an administrator meanwhile is neither invited nor reset', async (world) => {
  const { engine } = world
  const admin = await setUpAdministrator(world)
  const { id } = await passwordOnly(world, 'carol')
  const asked = { accountId: id, reason: 'test' }
  for (const act of [inviteAccount, resetAuthenticators]) {
    await changeAccount(engine, { ...asked, actor: operator, role: 'person' })
    const accounts: typeof engine.accounts = {
      ...engine.accounts,
      async find(wanted) {
        const found = await engine.accounts.find(wanted)
        await changeAccount(engine, { ...asked, actor: operator, role: 'administrator' })
        return found
      },
    }
    const actor = await actorOf(engine, admin)
    assert.equal(await refusal(act({ ...engine, accounts }, { ...asked, actor })), 'busy')
  }
})

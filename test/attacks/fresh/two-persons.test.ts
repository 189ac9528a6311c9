import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typedName } from '../../../src/accounts/index.ts'
import { approvedActs } from '../../../src/administration/approval.ts'
import {
  changeAccount,
  createAccount,
  disableAccount,
  enableAccount,
  eventNames,
  inviteAccount,
  searchAudit,
  unlockAccount,
} from '../../../src/administration/index.ts'
import type { ApiCaller } from '../../../src/applications/index.ts'
import {
  actorOf,
  eachEngine,
  operator,
  type Person,
  person,
  refusal,
  rowsOf,
  setUpAdministrator,
  signIn,
} from '../../kit/engine.ts'

const acts = {
  disable: disableAccount,
  enable: enableAccount,
  invite: inviteAccount,
  unlock: unlockAccount,
}

eachEngine('R11: of two administrators none makes a second one of his own alone', async (world) => {
  const { engine } = world
  const rogue = await setUpAdministrator(world)
  await person(world, 'Carol', 'administrator')
  const actor = await actorOf(engine, rogue, (await signIn(world, rogue)).token)
  const puppet = { actor, name: typedName.parse('puppet'), role: 'administrator', invite: true } as const
  assert.equal(await refusal(createAccount(engine, puppet)), 'administration.role-needs-two')

  const { account } = await createAccount(engine, { actor, name: typedName.parse('puppet') })
  const promotion = { actor, accountId: account.id, reason: 'mine', role: 'administrator' } as const
  assert.equal(await refusal(changeAccount(engine, promotion)), 'administration.second-needed')
})

eachEngine('A-118: of the reason of a request five hundred characters are kept', async (world) => {
  const { engine } = world
  const rogue = await setUpAdministrator(world)
  const carol = await person(world, 'Carol', 'administrator')
  const actor = await actorOf(engine, rogue, (await signIn(world, rogue)).token)
  const asked = { actor, accountId: carol.account.id, reason: 'x'.repeat(10_000) }
  assert.equal(await refusal(disableAccount(engine, asked)), 'administration.second-needed')
  const { items } = await searchAudit(engine, { actor, query: { account: carol.account.id } })
  const reason = items.find(({ event }) => event.endsWith('.requested'))?.details?.reason
  assert.equal(String(reason).length, 500)
})

eachEngine(
  'R11: an administrator is made a mere person by two, so that one cannot reset them alone',
  async (world) => {
    const { engine } = world
    const rogue = await setUpAdministrator(world)
    const carol = await person(world, 'Carol', 'administrator')
    const actor = await actorOf(engine, rogue, (await signIn(world, rogue)).token)
    const demotion = { actor, accountId: carol.account.id, reason: 'mine', role: 'person' } as const
    assert.equal(await refusal(changeAccount(engine, demotion)), 'administration.second-needed')
    assert.equal((await engine.accounts.find(carol.account.id))?.role, 'administrator')
  },
)

for (const [act, run] of Object.entries(acts))
  eachEngine(
    `R11: one administrator alone does not ${act} another, nor with an API key; two do`,
    async (world) => {
      const { engine } = world
      const rogue = await setUpAdministrator(world)
      const honest = await person(world, 'Honest', 'administrator')
      const carol = await person(world, 'Carol', 'administrator')
      const about = { accountId: carol.account.id, reason: 'says so' }
      if (act === 'enable') await disableAccount(engine, { ...about, actor: operator })
      const alone = { ...about, actor: await actorOf(engine, rogue) }
      for (const _ of [1, 2]) assert.equal(await refusal(run(engine, alone)), 'administration.second-needed')
      const caller = {
        application: await engine.portal(),
        scopes: ['administration'],
      } as unknown as ApiCaller
      const byKey = { ...about, actor: { by: 'application', caller } as const }
      assert.equal(await refusal(run(engine, byKey)), 'administration.not-permitted')
      await run(engine, { ...about, actor: await actorOf(engine, honest) })
      const events = (await rowsOf(engine, 'audit_events')).map(({ event }) => event)
      assert.equal(events.filter((event) => event === `${act}.requested`).length, 2)
    },
  )

eachEngine(
  'R11: what one has asked for is agreed to once, however many agree at the same moment',
  async (world) => {
    const { engine } = world
    const rogue = await setUpAdministrator(world)
    // One by one: each moves the clock on by a step, and a code of the one before would be too old.
    const others: Person[] = []
    for (const name of ['Bea', 'Cleo', 'Dora']) others.push(await person(world, name, 'administrator'))
    const carol = await person(world, 'Carol', 'administrator')
    const about = { accountId: carol.account.id, reason: 'says so' }
    const first = { ...about, actor: await actorOf(engine, rogue) }
    assert.equal(await refusal(inviteAccount(engine, first)), 'administration.second-needed')
    const actors = await Promise.all(others.map((other) => actorOf(engine, other)))
    const counted = async (named: string) =>
      (await rowsOf(engine, 'audit_events')).filter(({ event }) => event === named).length
    const before = await counted('account.invited')
    await Promise.allSettled(actors.map((actor) => inviteAccount(engine, { ...about, actor })))
    const invited = (await counted('account.invited')) - before
    const asked = await counted('invite.requested')
    assert.ok(
      invited >= 1 && invited <= asked,
      `${invited} done, ${asked} asked for: whoever comes late asks anew, and is agreed to by another`,
    )
  },
)

test('G13: the trail says in words what two administrators are asked for', () => {
  for (const act of approvedActs) assert.ok(eventNames.includes(`${act}.requested`), act)
})

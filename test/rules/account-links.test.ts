import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import {
  type Actor,
  changeAccount,
  disableAccount,
  linkAccount,
  listLinks,
  unlinkAccount,
} from '../../src/administration/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import type { Id } from '../../src/kernel/ids.ts'
import {
  actorOf,
  deliverAll,
  eachEngine,
  operator,
  person,
  refusal,
  setUpAdministrator,
  type World,
} from '../kit/engine.ts'

const mailbox = captureTransport('email')
const options = { transports: [mailbox] }
const reason = 'told by HR'
const issuer = 'https://elsewhere.example.com/v2.0'

const linkWith =
  ({ engine }: World) =>
  (actor: Actor, accountId: Id<'account'>, subject: string) =>
    linkAccount(engine, { actor, accountId, issuer, subject, reason })

eachEngine(
  'R11: nobody links an account of their own, and the links of an administrator take two',
  async (world) => {
    const { engine } = world
    const link = linkWith(world)
    const first = await setUpAdministrator(world)
    const actor = await actorOf(engine, first)
    const second = await actorOf(engine, await person(world, 'Second', 'administrator'))
    const { account: third } = await person(world, 'Third', 'administrator')
    assert.equal(await refusal(link(actor, first.account.id, 'boss')), 'administration.not-for-oneself')

    assert.equal(await refusal(link(actor, third.id, 'third')), 'administration.second-needed')
    assert.equal(
      await refusal(link(second, third.id, 'another')),
      'administration.second-needed',
      'who asks for another subject does not ask for the same',
    )
    const made = await link(second, third.id, 'third')
    assert.equal(await refusal(link(actor, third.id, 'third')), 'account.link-taken', 'before anybody agrees')

    const unlink = (by: Actor) =>
      unlinkAccount(engine, { actor: by, accountId: third.id, linkId: made.id, reason })
    assert.equal(await refusal(unlink(actor)), 'administration.second-needed')
    assert.equal(await refusal(unlink(actor)), 'administration.second-needed', 'twice the same is not two')
    await unlink(second)
    assert.deepEqual(await listLinks(engine, { actor, accountId: third.id }), [])
  },
  options,
)

eachEngine(
  'G10: whoever is linked, or linked no longer, is told; an account that is disabled gives its links free',
  async (world) => {
    const { engine } = world
    const { account } = await person(world, 'Ana')
    const accountId = account.id
    const address = `ana@${randomUUID()}.example`
    await changeAccount(engine, { actor: operator, accountId, email: address, reason })
    const { id: linkId } = await linkWith(world)(operator, accountId, 'ana-there')

    await disableAccount(engine, { actor: operator, accountId, reason })
    assert.equal(await refusal(linkWith(world)(operator, accountId, 'other')), 'account.not-found')
    await unlinkAccount(engine, { actor: operator, accountId, linkId, reason })
    assert.deepEqual(await listLinks(engine, { actor: operator, accountId }), [])

    await deliverAll(engine)
    const told = mailbox.messages.filter(({ to }) => to === address).map(({ text }) => text)
    assert.equal(told.filter((text) => text.includes(`linked to an account at ${issuer}`)).length, 2)
  },
  options,
)

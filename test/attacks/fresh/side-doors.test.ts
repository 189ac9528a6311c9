import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { suspendAuthenticator } from '../../../src/administration/index.ts'
import { askForLane, complete, redeemLaneLink } from '../../../src/authentication/index.ts'
import { captureTransport } from '../../../src/delivery/index.ts'
import {
  deliverAll,
  eachEngine,
  halfway,
  onTwoNodes,
  operator,
  passwordProof,
  person,
  prove,
  refusal,
  startAt,
  surroundings,
  tally,
  tokenOf,
  totpOf,
} from '../../kit/engine.ts'
import { besiege, giveAddress } from '../../kit/siege.ts'

const mailbox = captureTransport('email')

onTwoNodes(
  'R19, A-010: one mailed lane that is opened on two nodes at once makes one browser known',
  async (world, nodes) => {
    const [one] = nodes
    const ana = await person(world, 'Ana')
    const address = `${randomUUID()}@example.com`
    await giveAddress(world, ana, address, { confirmed: true })
    await besiege(world, ana)
    await askForLane(one, { secret: (await startAt(one, 'Ana')).secret, surroundings })
    await deliverAll(one)
    const letter = mailbox.messages.findLast(({ to }) => to === address)
    const [link = ''] = /http\S+\/lane#\S+/.exec(letter?.text ?? '') ?? []
    const opened = await tally(
      Array.from({ length: 6 }, (_, nth) => redeemLaneLink(nodes[nth % 2] ?? one, tokenOf(link))),
    )
    assert.deepEqual(opened, { done: 1, 'lane.link-spent': 5 })
  },
  { transports: [mailbox] },
)

eachEngine(
  'A-031, A-069: what was proved with an authenticator that is held back meanwhile completes nothing',
  async (world) => {
    const { engine } = world
    const ana = await person(world, 'Ana')
    const started = await halfway(engine, 'Ana')
    const { progress } = await prove(engine, started, [totpOf(world, ana)])
    assert.equal(progress.state, 'satisfied')
    const rows = await engine.authenticators.ofAccount(ana.account.id)
    const row = rows.find(({ factor }) => factor === 'totp')
    assert.ok(row)
    const care = { actor: operator, accountId: ana.account.id, authenticatorId: row.id, reason: 'test' }
    await suspendAuthenticator(engine, care)
    const ended = complete(engine, { secret: started.secret, options: {}, surroundings })
    assert.match(await refusal(ended), /^attempt\./)
  },
)

eachEngine(
  'A-049: neither a session’s token nor the secret of a sign-in is the cookie of a known device',
  async (world) => {
    const { engine } = world
    const ana = await person(world, 'Ana')
    await besiege(world, ana)
    const started = await startAt(engine, 'Ana')
    for (const device of [ana.token, started.secret]) {
      const from = { surroundings: { ...surroundings, device } }
      assert.equal(await refusal(prove(engine, started, [passwordProof()], from)), 'throttled')
    }
  },
)

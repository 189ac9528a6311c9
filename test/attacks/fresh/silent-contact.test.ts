import assert from 'node:assert/strict'
import { changeAccount } from '../../../src/administration/index.ts'
import { captureTransport } from '../../../src/delivery/index.ts'
import { eachEngine, operator, passwordOnly } from '../../kit/engine.ts'

const mailbox = captureTransport('email')

eachEngine(
  'R12, G10: an address that somebody adds to an account is told to those before it',
  async (world) => {
    const { engine } = world
    const before = mailbox.messages.length
    const { id } = await passwordOnly(world, 'carol')
    const change = { actor: operator, accountId: id, reason: 'test' }
    await changeAccount(engine, { ...change, email: 'carol@example.com' })
    await changeAccount(engine, { ...change, email: 'mallory@example.com' })
    await engine.delivery.deliverDue({ limit: 10 })
    const told = mailbox.messages.slice(before).map(({ to, subject }) => `${to}: ${subject}`)
    assert.deepEqual(told, ['carol@example.com: The contacts of your account at Sallyport were changed'])
  },
  { transports: [mailbox] },
)

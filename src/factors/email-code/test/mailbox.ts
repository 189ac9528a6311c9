import { setTimeout as sleep } from 'node:timers/promises'
import type { Person, World } from '../../../../test/kit/engine.ts'
import { type Capture, captureTransport, type OutgoingMessage } from '../../../delivery/index.ts'
import { codeIn } from './holder.ts'

const patience = 5000
const week = 7 * 24 * 3_600_000

/** All mailboxes of a test. */
export function mailboxes(transport: Capture = captureTransport('email')) {
  let read = 0

  /** The next mail with a code; what only tells is passed over. */
  async function nextWithCode(): Promise<OutgoingMessage> {
    const until = performance.now() + patience
    while (performance.now() < until) {
      const message = transport.messages.slice(read).find(({ text }) => text.includes('is your code for'))
      if (message) {
        read = transport.messages.indexOf(message) + 1
        return message
      }
      await sleep(2)
    }
    throw new Error('no mail came')
  }

  return { transport, nextWithCode, nextCode: async () => codeIn((await nextWithCode()).text) }
}

/** An address of this person's own: confirmed, and unchanged since `age` milliseconds. */
export async function addMailbox(
  { engine, clock }: World,
  owner: Person,
  { age = week, verified = true }: { readonly age?: number; readonly verified?: boolean } = {},
) {
  const value = `${owner.account.name.toLowerCase()}@mail.example`
  const { contact, statement } = engine.contacts.add({
    accountId: owner.account.id,
    address: { type: 'email', value },
    source: 'owner',
  })
  await engine.storage.book({ statements: [statement], locks: [] })
  if (verified) await engine.storage.book({ statements: [engine.contacts.verify(contact.id)], locks: [] })
  clock.advance(age)
  return contact
}

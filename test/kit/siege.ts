import assert from 'node:assert/strict'
import { changeAccount } from '../../src/administration/index.ts'
import { passwordLanes, unknownSourceBudget } from '../../src/throttle/index.ts'
import { operator, type Person, type World } from './engine.ts'

/** Strangers use up the tries that all unknown browsers have at somebody's password (R19). */
export async function besiege({ engine, clock }: World, { account }: Pick<Person, 'account'>): Promise<void> {
  const lanes = passwordLanes({ key: account.id, accountId: account.id }, { source: '203.0.113.9' })
  const yearly = lanes.find((lane) => lane.yearly !== undefined)
  assert.ok(yearly)
  for (let count = 0; count < unknownSourceBudget; count++)
    await engine.storage.book({ statements: [engine.throttle.failureIn(yearly, clock.now())], locks: [] })
}

/** An address that an administrator wrote; its owner has confirmed it where that is said. */
export async function giveAddress(
  { engine }: World,
  { account }: Pick<Person, 'account'>,
  email: string,
  { confirmed }: { readonly confirmed: boolean },
): Promise<void> {
  await changeAccount(engine, { actor: operator, accountId: account.id, email, reason: 'test' })
  const contact = (await engine.contacts.listOf(account.id)).find(({ value }) => value === email)
  assert.ok(contact)
  if (confirmed) await engine.storage.book({ statements: [engine.contacts.verify(contact.id)], locks: [] })
}

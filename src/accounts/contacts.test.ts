import assert from 'node:assert/strict'
import { it } from 'node:test'
import { eachDatabase } from '../../test/kit/databases.ts'
import { importMigrations } from '../imports/index.ts'
import type { Id } from '../kernel/ids.ts'
import { systemRandom } from '../kernel/random.ts'
import {
  accountMigrations,
  type Contact,
  contactSettlesAfter,
  isIndependentContact,
  openContacts,
} from './index.ts'

const ana = '0'.repeat(31).concat('1') as Id<'account'>
const address = { type: 'email', value: 'ana@example.com' } as const

eachDatabase('R12: whoever wrote it, a contact begins unverified', async (open) => {
  const storage = await open({ migrations: [...importMigrations, ...accountMigrations] })
  const contacts = openContacts({ storage, random: systemRandom() })
  for (const source of ['owner', 'administrator', 'directory'] as const) {
    const { contact, statement } = contacts.add({
      accountId: ana,
      address: { ...address, value: `${source}@x.example` },
      source,
    })
    assert.equal(await storage.book({ statements: [statement], locks: [ana] }), 'booked')
    assert.deepEqual(await contacts.find(contact.id), contact)
    assert.equal(contact.verifiedAt, undefined)
  }
})

eachDatabase('is added once, verified once, removed once', async (open) => {
  const storage = await open({ migrations: [...importMigrations, ...accountMigrations] })
  const contacts = openContacts({ storage, random: systemRandom() })
  const book = (statement: ReturnType<typeof contacts.verify>) =>
    storage.book({ statements: [statement], locks: [ana] })
  const { contact, statement } = contacts.add({ accountId: ana, address, source: 'owner' })
  assert.equal(await book(statement), 'booked')
  assert.equal(
    await book(contacts.add({ accountId: ana, address, source: 'directory' }).statement),
    'refused',
  )
  assert.equal(await book(contacts.verify(contact.id)), 'booked')
  assert.equal(await book(contacts.verify(contact.id)), 'refused')
  assert.equal((await contacts.listOf(ana))[0]?.changedAt, contact.changedAt)
  assert.equal(await book(contacts.remove(contact.id)), 'booked')
  assert.equal(await book(contacts.remove(contact.id)), 'refused')
  assert.deepEqual(await contacts.listOf(ana), [])
})

it('R12: a contact is independent once verified and seven days old', () => {
  const contact: Contact = {
    id: ana as string as Id<'contact'>,
    accountId: ana,
    ...address,
    source: 'owner',
    verifiedAt: 1,
    changedAt: 1000,
  }
  const settled = contact.changedAt + contactSettlesAfter
  assert.equal(isIndependentContact(contact, settled), true)
  assert.equal(isIndependentContact(contact, settled - 1), false)
  assert.equal(isIndependentContact({ ...contact, verifiedAt: undefined }, settled), false)
  assert.equal(isIndependentContact(contact, 0), false, 'a clock that was set back makes nothing old (G14)')
})

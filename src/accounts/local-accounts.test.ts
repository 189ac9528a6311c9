import assert from 'node:assert/strict'
import { eachDatabase } from '../../test/kit/databases.ts'
import { listDirectories, localDirectory } from '../directories/index.ts'
import { importMigrations } from '../imports/index.ts'
import { systemRandom } from '../kernel/random.ts'
import {
  accountMigrations,
  localAccounts,
  openAccounts,
  openContacts,
  openGroups,
  typedName,
} from './index.ts'

eachDatabase(
  'R12: holds our own accounts by their immutable id, and nobody of another directory',
  async (open) => {
    const storage = await open({ migrations: [...importMigrations, ...accountMigrations] })
    const deps = { storage, random: systemRandom() }
    const [accounts, contacts, groups] = [openAccounts(deps), openContacts(deps), openGroups(deps)]
    const local = localDirectory(localAccounts({ accounts, contacts, groups }))
    const ana = accounts.create({ name: typedName.parse('Ana') })
    const bob = accounts.create({
      name: typedName.parse('Bob'),
      link: { directory: 'ldap', id: ana.account.id },
    })
    const staff = groups.create(typedName.parse('Staff'))
    const address = { type: 'email', value: 'ana@example.com' } as const
    const mail = contacts.add({ accountId: ana.account.id, address, source: 'owner' })
    const member = groups.addMember(staff.group.id, ana.account.id)
    const statements = [ana.statement, bob.statement, staff.statement, mail.statement, member]
    assert.equal(await storage.book({ statements, locks: [ana.account.id] }), 'booked')

    const entry = {
      id: ana.account.id,
      name: 'Ana',
      disabled: false,
      groups: [staff.group.id],
      contacts: [address],
      attributes: {},
    }
    assert.deepEqual(await local.findByName(ana.account.key), entry)
    assert.deepEqual(await local.findById(ana.account.id), entry)
    assert.equal(await local.findByName(bob.account.key), undefined)
    assert.deepEqual(await local.list({ limit: 10 }), { items: [entry] })

    const directories = listDirectories([local])
    assert.equal(directories.find('local'), local)
    assert.equal(directories.find('ldap'), undefined)
    assert.throws(() => listDirectories([local, local]), /same id/)
  },
)

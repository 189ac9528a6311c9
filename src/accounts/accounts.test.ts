import assert from 'node:assert/strict'
import { eachDatabase, type OpenDatabase, onSqlite } from '../../test/kit/databases.ts'
import { importMigrations } from '../imports/index.ts'
import { systemRandom } from '../kernel/random.ts'
import type { Statement } from '../storage/index.ts'
import {
  type AccountQuery,
  type AccountRole,
  accountMark,
  accountMigrations,
  type Name,
  openAccounts,
  openContacts,
  openGroups,
  typedName,
} from './index.ts'

eachDatabase('V-18, V-55: every spelling of a name finds the one account', async (open) => {
  const { accounts, create } = await house(open)
  const ana = await create('Ana Straße')
  for (const spelling of ['ana straße', 'ANA STRASSE', '  Ａｎａ   Strasse ']) {
    assert.equal((await accounts.findByName(named(spelling).key))?.id, ana.id)
  }
})

eachDatabase('V-18, V-55: no second account is made by another spelling', async (open) => {
  const { accounts, create, book } = await house(open)
  await create('john')
  assert.equal(await book([accounts.create({ name: named('JOHN') }).statement]), 'refused')
  assert.equal(await accounts.count(), 1)
})

eachDatabase(
  'G8: a wholly Cyrillic name does not pose as a Latin one, nor the other way round',
  async (open) => {
    const { accounts, create, book } = await house(open)
    await create('scope')
    const nut = await create('Орех')
    assert.equal(await book([accounts.create({ name: named('ѕсоре') }).statement]), 'refused')
    assert.equal(await book([accounts.rename(nut, named('Ѕсоре'))]), 'refused')
    assert.equal(await accounts.findByName(named('ѕсоре').key), undefined)
    assert.equal(await book([accounts.create({ name: named('opex') }).statement]), 'refused')
  },
)

eachDatabase('shows the name as it was written', async (open) => {
  const { accounts, create } = await house(open)
  const { id } = await create('Zoë MÜLLER')
  assert.equal((await accounts.find(id))?.name, 'Zoë MÜLLER')
})

eachDatabase("V-61: a name that is somebody else's address neither finds nor hides them", async (open) => {
  const { accounts, contacts, create, book } = await house(open)
  const bob = await create('bob')
  const address = { type: 'email', value: 'bob@example.com' } as const
  const { statement } = contacts.add({ accountId: bob.id, address, source: 'owner' })
  await book([statement])
  const eve = await create('bob@example.com')
  assert.equal((await accounts.findByName(named('bob@example.com').key))?.id, eve.id)
  assert.equal((await accounts.findByName(named('bob').key))?.id, bob.id)
})

eachDatabase('R12: a link is unique by directory and immutable id, whatever the name', async (open) => {
  const { accounts, book } = await house(open)
  const link = { directory: 'ldap', id: 'uuid-1' }
  const first = accounts.create({ name: named('carol'), link })
  assert.equal(await book([first.statement]), 'booked')
  assert.equal(await book([accounts.create({ name: named('carol2'), link }).statement]), 'refused')
  const elsewhere = { directory: 'scim', id: 'uuid-1' }
  assert.equal(await book([accounts.create({ name: named('carol2'), link: elsewhere }).statement]), 'booked')
  assert.equal((await accounts.findByDirectory('ldap', 'uuid-1'))?.id, first.account.id)
})

eachDatabase('R3: the guard holds only for an active account at its epoch', async (open) => {
  const { accounts, create, book } = await house(open)
  const { id, epoch } = await create('ana')
  assert.equal(await book([accounts.expectActiveEpoch(id, epoch)]), 'booked')
  assert.equal(await book([accounts.expectActiveEpoch(id, epoch + 1)]), 'refused')
  assert.equal(await book([accounts.disable(id)]), 'booked')
  assert.equal(await book([accounts.expectActiveEpoch(id, epoch)]), 'refused')
  assert.equal(await book([accounts.expectActiveEpoch(id, epoch + 1)]), 'refused')
  assert.equal(await book([accounts.enable(id)]), 'booked')
  assert.equal(await book([accounts.expectActiveEpoch(id, epoch)]), 'refused')
  assert.equal(await book([accounts.expectActiveEpoch(id, epoch + 1)]), 'booked')
})

eachDatabase('R3: of a sign-in and a disable that race, none signs in after the disable', async (open) => {
  const { accounts, create, book } = await house(open)
  const otherNode = await house(open)
  for (let round = 0; round < 20; round += 1) {
    const { id, epoch } = await create(`racer ${round}`)
    const signIns = Array.from({ length: 5 }, () => otherNode.book([accounts.recordSignIn(id, epoch)]))
    assert.equal(await book([accounts.disable(id)]), 'booked')
    assert.equal(await otherNode.book([accounts.recordSignIn(id, epoch)]), 'refused')
    await Promise.all(signIns)
  }
})

eachDatabase('notes the sign-in with its guard and leaves the version alone', async (open) => {
  const { accounts, create, book } = await house(open)
  const { id, epoch, version } = await create('ana')
  assert.equal(await book([accounts.recordSignIn(id, epoch)]), 'booked')
  const found = await accounts.find(id)
  assert.equal(typeof found?.lastSignInAt, 'number')
  assert.equal(found?.version, version)
})

eachDatabase('a change decided on an older version is refused', async (open) => {
  const { accounts, create, book } = await house(open)
  const ana = await create('ana')
  assert.equal(await book([accounts.setMarks(ana, ['weak', 'shared'])]), 'booked')
  assert.equal(await book([accounts.setRole(ana, 'administrator')]), 'refused')
  assert.equal(await book([accounts.rename(ana, named('eve'))]), 'refused')
  const found = await accounts.find(ana.id)
  assert.deepEqual([found?.role, found?.name, found?.marks], ['person', 'ana', ['weak', 'shared']])
})

eachDatabase('C-10: another role voids what was issued under the old one', async (open) => {
  const { accounts, create, book } = await house(open)
  const ana = await create('ana')
  assert.equal(await book([accounts.setRole(ana, 'help-desk')]), 'booked')
  const found = await accounts.find(ana.id)
  assert.deepEqual([found?.role, found?.epoch], ['help-desk', ana.epoch + 1])
})

eachDatabase('a rename takes no name that is in use, in whatever spelling', async (open) => {
  const { accounts, create, book } = await house(open)
  const ana = await create('ana')
  await create('bob')
  assert.equal(await book([accounts.rename(ana, named('BOB'))]), 'refused')
  assert.equal(await book([accounts.rename(ana, named('ANA'))]), 'booked')
  assert.equal((await accounts.find(ana.id))?.name, 'ANA')
})

eachDatabase('two administrators cannot remove each other at once', async (open) => {
  const { accounts, create, book } = await house(open)
  const otherNode = await house(open)
  const [one, two] = [await create('one', 'administrator'), await create('two', 'administrator')]
  assert.equal((await accounts.findOtherAdministrator(one.id))?.id, two.id)
  const outcomes = await Promise.all([
    book([accounts.expectAdministrator(two.id), accounts.disable(one.id)], [one.id, two.id]),
    otherNode.book([accounts.expectAdministrator(one.id), accounts.disable(two.id)], [one.id, two.id]),
  ])
  assert.deepEqual(outcomes.toSorted(), ['booked', 'refused'])
  assert.equal(await accounts.countAdministrators(), 1)
})

eachDatabase('lists by name, in pages, each account once', async (open) => {
  const { accounts, create } = await house(open)
  for (const name of ['dora', 'Anna', 'carl', 'Äbel', 'bert']) await create(name)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await accounts.list({ limit: 2, ...(cursor ? { cursor } : {}) })
    seen.push(...page.items.map((account) => account.key))
    cursor = page.next
  } while (cursor)
  assert.deepEqual(seen, ['anna', 'bert', 'carl', 'dora', 'äbel'])
})

eachDatabase('searches by part, and takes wildcards as text', async (open) => {
  const { accounts, create } = await house(open)
  for (const name of ['ana', 'Hannah', '100%', '100x', 'a_b', 'acb', 'back\\slash']) await create(name)
  const find = async (search: string) => (await accounts.list({ search })).items.map((a) => a.key).join()
  assert.equal(await find('AN'), 'ana,hannah')
  assert.equal(await find('0%'), '100%')
  assert.equal(await find('a_b'), 'a_b')
  assert.equal(await find('\\'), 'back\\slash')
  assert.equal(await find("' or 1=1 --"), '')
})

eachDatabase('finds names and addresses page by page, however many have the same part', async (open) => {
  const { accounts, create, book, contacts } = await house(open)
  for (const name of ['ana', 'bert', 'carl', 'dora', 'emil']) {
    const accountId = (await create(name, name === 'dora' ? 'help-desk' : 'person')).id
    const address = { type: 'email', value: name === 'ana' ? 'x@d.example' : `${name}@o.example` } as const
    await book([contacts.add({ accountId, address, source: 'administrator' }).statement])
  }
  const pages = async (query: Omit<AccountQuery, 'cursor'>) => {
    const seen: string[] = []
    for (let cursor: string | undefined, first = true; first || cursor; first = false) {
      const page = await accounts.list({ ...query, limit: 1, ...(cursor ? { cursor } : {}) })
      seen.push(...page.items.map(({ key }) => key))
      cursor = page.next
    }
    return seen.join()
  }
  assert.equal(await pages({ search: 'd' }), 'ana,dora')
  assert.equal(await pages({ search: 'example' }), 'ana,bert,carl,dora,emil')
  assert.equal(await pages({ search: 'example', role: 'help-desk' }), 'dora')
  assert.equal(await pages({ search: 'example', role: 'administrator' }), '')
  assert.equal(await pages({ search: 'd', status: 'disabled' }), '')
})

onSqlite('A-115: whoever looks for somebody among very many keeps nobody else waiting', async (open) => {
  const { accounts, fill } = await house(open)
  await fill(30_000)
  let turns = 0
  const beat = setInterval(() => turns++, 0).unref()
  const found = async (query: AccountQuery) => {
    turns = 0
    return (await accounts.list({ limit: 3, ...query })).items.map(({ key }) => key).join()
  }
  assert.equal(await found({}), 'n00001,n00002,n00003')
  for (const query of [{ search: 'nobody' }, { search: 'nobody', status: 'active' }] as const) {
    assert.equal(await found(query), '')
    assert.ok(turns > 5, `${turns} turns`)
  }
  assert.equal(await found({ search: '2999' }), 'n02999,n12999,n22999', 'by name')
  assert.equal(await found({ search: 'mail29999@' }), 'n29999', 'by address')
  assert.equal(await found({ search: 'example' }), 'n00001,n00002,n00003', 'many addresses')
  assert.equal(await found({ search: 'even.example', status: 'active' }), 'n00002,n00004,n00006')
  assert.equal(await found({ role: 'administrator' }), 'n29000')
  clearInterval(beat)
})

eachDatabase('refuses a cursor that is not ours', async (open) => {
  const { accounts } = await house(open)
  for (const cursor of ['', '!', 'QQ', 'YQ==', 'a', Buffer.from("a' or 1=1").toString('hex')]) {
    await assert.rejects(accounts.list({ cursor }), { kind: 'invalid' }, cursor)
  }
})

eachDatabase('G6, F-28: what cannot be read in a row is taken at its strictest', async (open) => {
  const { accounts, create, book } = await house(open)
  const { id } = await create('ana', 'administrator')
  const rot = `role = 'root', status = 'superb', marks = '{"not":"a list"}'`
  await book([{ sql: `update accounts set ${rot} where id = '${id}'`, parameters: [], expect: 1 }])
  const found = await accounts.find(id)
  assert.deepEqual(
    [found?.role, found?.status, found?.marks.length],
    ['person', 'disabled', accountMark.options.length],
  )
})

eachDatabase('groups: names are unique, members join once and leave with the group', async (open) => {
  const { storage, create, book } = await house(open)
  const groups = openGroups({ storage, random: systemRandom() })
  const ana = await create('ana')
  const { group, statement } = groups.create(named('Finance'))
  assert.equal(await book([statement]), 'booked')
  assert.equal(await book([groups.create(named('FINANCE')).statement]), 'refused')
  assert.equal(await book([groups.addMember(group.id, ana.id)]), 'booked')
  assert.equal(await book([groups.addMember(group.id, ana.id)]), 'refused')
  assert.deepEqual(await groups.listOf(ana.id), [group])
  assert.deepEqual(await groups.listMembers(group.id, { limit: 9 }), [ana.id])
  assert.equal(await book(groups.remove(group.id)), 'booked')
  assert.deepEqual(await groups.listOf(ana.id), [])
})

async function house(open: OpenDatabase) {
  const storage = await open({ migrations: [...importMigrations, ...accountMigrations] })
  const random = systemRandom()
  const accounts = openAccounts({ storage, random })
  const book = (statements: readonly Statement[], locks: readonly string[] = []) =>
    storage.book({ statements, locks })
  return {
    storage,
    accounts,
    contacts: openContacts({ storage, random }),
    book,
    async create(name: string, role: AccountRole = 'person') {
      const { account, statement } = accounts.create({ name: named(name), role })
      assert.equal(await book([statement]), 'booked')
      return account
    },
    /** `n00001` and so on, each with an address. */
    async fill(count: number) {
      const numbers = `with recursive number (i) as (select 1 union all select i + 1 from number where i < ${count})`
      const lines = [
        `${numbers} insert into accounts (id, name, name_key, name_look, role, status, marks, epoch, version,
          created_at, updated_at, directory, directory_id)
        select 'a' || i, 'N' || i, printf('n%05d', i), i, iif(i = 29000, 'administrator', 'person'), 'active', '[]',
          1, 1, 1, 1, 'local', i from number`,
        `${numbers} insert into contacts (id, account_id, type, value, source, changed_at)
        select 'c' || i, 'a' || i, 'email', 'Mail' || i || iif(i % 2, '@odd', '@even') || '.example', 'directory', 1
          from number`,
      ]
      assert.equal(await book(lines.map((sql) => ({ sql, parameters: [] }))), 'booked')
    },
  }
}

function named(typed: string): Name {
  return typedName.parse(typed)
}

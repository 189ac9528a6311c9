import assert from 'node:assert/strict'
import test from 'node:test'
import { Attribute, Change } from 'ldapts'
import { changeAccount } from '../../src/administration/index.ts'
import { eachEngine, goodPassword, onSqliteEngine, operator, person } from '../kit/engine.ts'
import { codeOf, resultOf, run, skip, withSystem } from './system.fixture.ts'

const [yes, tooMany, noSuchObject, forbidden, unwilling] = [0, 11, 32, 50, 53]

eachEngine('somebody else’s client finds a person, and binds as them', async (world) => {
  const alice = await person(world, 'alice')
  await withSystem(world.engine, async ({ client, reader, secret, base, nameOf, applicationId }) => {
    const system = client()
    await system.bind(reader, secret)
    const { searchEntries } = await system.search(base, { filter: '(&(objectClass=person)(uid=ALICE))' })
    assert.deepEqual(
      searchEntries.map(({ dn, uid, sn }) => [dn, uid, sn]),
      [[nameOf('alice'), 'alice', 'alice']],
    )

    const own = client()
    await own.bind(nameOf('alice'), `${goodPassword}${codeOf(world, alice)}`)
    const [row] = (await world.engine.audit.search({ applicationId, outcome: 'accepted', limit: 1 })).items
    assert.equal(row?.event, 'verify.accepted')
    const self = await own.search(nameOf('alice'), { scope: 'base' })
    assert.equal(self.searchEntries[0]?.uid, 'alice')
  })
})

onSqliteEngine('what is set is told of somebody, and nothing else', async (world) => {
  const { engine } = world
  const { account } = await person(world, 'alice')
  const group = engine.groups.create({ shown: 'Staff, all', key: 'staff, all' as never })
  await engine.storage.book({ statements: [group.statement], locks: [] })
  const mail = { type: 'email', value: 'alice@example.com' } as const
  const address = engine.contacts.add({ accountId: account.id, address: mail, source: 'directory' })
  await engine.storage.book({
    statements: [engine.groups.addMember(group.group.id, account.id), address.statement],
    locks: [account.id],
  })
  const ask = { filter: '(uid=alice)', attributes: ['mail', 'memberOf', 'entryUUID'] }
  const uuids = new Set<unknown>()
  await withSystem(engine, async ({ client, reader, secret, base }) => {
    const system = client()
    await system.bind(reader, secret)
    const [told] = (await system.search(base, ask)).searchEntries
    assert.equal(told?.mail, 'alice@example.com')
    assert.equal(told?.memberOf, `cn=Staff\\, all,ou=groups,${base}`)
    assert.match(String(told?.entryUUID), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab]/)
    uuids.add(told?.entryUUID)

    const members = { filter: `(&(objectClass=groupOfNames)(member=uid=alice,ou=people,${base}))` }
    const [found] = (await system.search(`ou=groups,${base}`, members)).searchEntries
    assert.equal(found?.cn, 'Staff, all')
    const other = { ...members, scope: 'base' } as const
    assert.deepEqual(
      (await system.search(`cn=Staff\\2c all,ou=groups,${base}`, other)).searchEntries.length,
      1,
    )
    assert.equal(await resultOf(system.search(`cn=other,ou=groups,${base}`, other)), noSuchObject)
    const [plain] = (await system.search(base, { filter: '(uid=alice)' })).searchEntries
    assert.equal(plain?.entryUUID, undefined, 'what the server keeps comes where it is asked for')
  })
  await withSystem(
    engine,
    async ({ client, reader, secret, base }) => {
      const system = client()
      await system.bind(reader, secret)
      const [told] = (await system.search(base, ask)).searchEntries
      assert.deepEqual([told?.mail, told?.memberOf], [[], []])
      uuids.add(told?.entryUUID)
    },
    { tells: [] },
  )
  assert.equal(uuids.size, 2, 'no two systems can tell by it that they know the same person')
})

onSqliteEngine('nobody is listed, and nothing is changed', async (world) => {
  await person(world, 'alice')
  await withSystem(world.engine, async ({ client, reader, secret, base, nameOf }) => {
    const system = client()
    await system.bind(reader, secret)
    for (const filter of [
      '(objectClass=*)',
      '(uid=*)',
      '(uid=a*)',
      '(!(uid=zoe))',
      '(|(objectClass=person)(sn=alice))',
    ])
      assert.equal(await resultOf(system.search(base, { filter })), tooMany, filter)
    const many = Array.from({ length: 9 }, (_, number) => `(uid=${number})`).join('')
    assert.equal(await resultOf(system.search(base, { filter: `(|${many})` })), tooMany)
    const endless = `(&(uid=alice)(|${'(memberOf=x)'.repeat(128)}))`
    assert.equal(await resultOf(system.search(base, { filter: endless })), tooMany, 'A-115')
    const either = await system.search(base, { filter: '(|(uid=zoe)(mail=alice)(uid=alice))' })
    assert.equal(either.searchEntries.length, 1)

    const password = new Attribute({ type: 'userPassword', values: ['mine'] })
    const change = new Change({ operation: 'replace', modification: password })
    assert.equal(await resultOf(system.modify(nameOf('alice'), change)), unwilling)
    assert.equal(await resultOf(system.add(nameOf('eve'), { uid: 'eve' })), unwilling)
    assert.equal(await resultOf(system.del(nameOf('alice'))), unwilling)
    assert.equal(await resultOf(system.modifyDN(nameOf('alice'), 'uid=eve')), unwilling)
    assert.equal(await system.compare(nameOf('alice'), 'uid', 'ALICE'), true)
    assert.equal(await system.compare(nameOf('alice'), 'uid', 'zoe'), false)
    assert.equal(await resultOf(system.compare(nameOf('zoe'), 'uid', 'zoe')), noSuchObject)
  })
})

onSqliteEngine('who has not bound reads what this server is, and no more', async (world) => {
  await person(world, 'alice')
  await withSystem(world.engine, async ({ client, base }) => {
    const nobody = client()
    const { searchEntries } = await nobody.search('', { scope: 'base' })
    assert.deepEqual(searchEntries[0]?.supportedLDAPVersion, '3')
    assert.equal(await resultOf(nobody.search(base, { filter: '(uid=alice)' })), forbidden)
    assert.equal(await resultOf(nobody.bind('', '')), yes)
    assert.equal(await resultOf(nobody.search(base, { filter: '(uid=alice)' })), forbidden)
  })
})

onSqliteEngine('a system that judges the password itself asks about the code alone', async (world) => {
  const alice = await person(world, 'alice')
  await withSystem(
    world.engine,
    async ({ client, nameOf }) => {
      await client().bind(nameOf('alice'), codeOf(world, alice))
    },
    { mode: 'code' },
  )
})

onSqliteEngine(
  'N-09: where the password has to be changed first that is said, and nobody let in',
  async (world) => {
    const alice = await person(world, 'alice')
    const marking = { actor: operator, accountId: alice.account.id, reason: 'found by the audit' }
    await changeAccount(world.engine, { ...marking, marks: ['weak'] })
    await withSystem(world.engine, async ({ client, nameOf }) => {
      const asked = client().bind(nameOf('alice'), `${goodPassword}${codeOf(world, alice)}`)
      await assert.rejects(asked, (error: Error) => {
        assert.match(error.message, /sign in at our own pages first/)
        return true
      })
    })
  },
)

if (!skip)
  onSqliteEngine('OpenLDAP’s own programs find, page by page, and bind', async (world) => {
    const alice = await person(world, 'alice')
    await withSystem(world.engine, async ({ url, reader, secret, base, nameOf }) => {
      const asReader = ['-x', '-H', url, '-D', reader, '-w', secret]
      const found = await run('ldapsearch', [
        ...asReader,
        '-LLL',
        '-E',
        '!pr=1/noprompt',
        '-b',
        base,
        '(uid=alice)',
      ])
      assert.equal(found.code, 0, found.out)
      assert.match(found.out, /^uid: alice$/m)
      const asAlice = ['-x', '-H', url, '-D', nameOf('alice'), '-w']
      const who = await run('ldapwhoami', [...asAlice, `${goodPassword}${codeOf(world, alice)}`])
      assert.match(who.out, new RegExp(`^dn:${nameOf('alice')}$`, 'm'))
      assert.equal((await run('ldapwhoami', [...asAlice, goodPassword])).code, 49)
    })
  })
else test('OpenLDAP’s own programs find, page by page, and bind', { skip }, () => undefined)

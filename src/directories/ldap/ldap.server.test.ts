import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { authorityFolder, rootAuthority } from '../../../test/kit/authority.ts'
import { openSlapd, people, type Slapd, skipWithoutSlapd, suffix, userDn } from '../../../test/kit/slapd.ts'
import { systemClock } from '../../kernel/clock.ts'
import { silentLogger } from '../../kernel/logger.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Directory, DirectoryEntry } from '../directory.ts'
import { ldapConfig } from './config.ts'
import { ldapDirectory } from './ldap.ts'

const deps = { clock: systemClock, random: systemRandom(), logger: silentLogger }
const groups = { base: `ou=groups,${suffix}` }

describe('a real OpenLDAP', { skip: skipWithoutSlapd }, () => {
  const root = rootAuthority(authorityFolder())
  let slapd: Slapd
  let directory: Directory
  let ana: DirectoryEntry

  before(async () => {
    slapd = await openSlapd({ authority: root })
    slapd.add(
      {
        uid: 'ana',
        password: 'harbour-lantern-42',
        mail: 'ana@northwind.example',
        mobile: '+385 91 234 5678',
      },
      { uid: 'boris', password: 'copper-tulip-19' },
    )
    directory = ldapDirectory('staff', slapd.config({ groups }), deps)
    ana = await entryOf('ana')
  })
  after(() => slapd?.close())

  async function entryOf(name: string, of = directory): Promise<DirectoryEntry> {
    const { entries } = await of.read()
    const found = entries.find((entry) => entry.name === name)
    assert.ok(found, `${name} is not there`)
    return found
  }

  it('tells who is there, by an id that outlives their name', async () => {
    const { dn: _, ...shown } = ana as DirectoryEntry & { dn?: string }
    assert.match(ana.id, /^[0-9a-f-]{36}$/)
    assert.deepEqual(shown, {
      id: ana.id,
      name: 'ana',
      disabled: false,
      contacts: [
        { type: 'email', value: 'ana@northwind.example' },
        { type: 'phone', value: '+385 91 234 5678' },
      ],
      attributes: {},
    })
  })

  it('judges a password by binding as its owner', async () => {
    assert.equal(await directory.checkPassword(ana.id, 'harbour-lantern-42'), 'match')
    assert.equal(await directory.checkPassword(ana.id, 'harbour-lantern-43'), 'mismatch')
    assert.equal(await directory.checkPassword(ana.id, 'copper-tulip-19'), 'mismatch')
  })

  it('A-108, R14: an empty password never leaves us, though this server would let it in', async () => {
    const before = slapd.log()
    assert.equal(await directory.checkPassword(ana.id, ''), 'mismatch')
    assert.equal(await directory.checkPassword(ana.id, '\0'), 'mismatch')
    assert.equal(await directory.checkPassword(ana.id, '\0harbour'), 'mismatch')
    const binds =
      slapd
        .log()
        .slice(before.length)
        .match(/BIND dn="[^"]*"/g) ?? []
    assert.deepEqual([...new Set(binds)], [`BIND dn="cn=reader,${suffix}"`])
  })

  it('R14: one bind a proof', async () => {
    const before = slapd.log()
    await directory.checkPassword(ana.id, 'wrong')
    const binds =
      slapd
        .log()
        .slice(before.length)
        .match(/BIND dn="uid=ana[^"]*" method=128/g) ?? []
    assert.equal(binds.length, 1)
  })

  for (const injected of ['*', '*)(uid=*', 'x)(|(uid=*', '\\2a', `${'x'.repeat(8)}\0`]) {
    it(`ASVS 1.2.6: an id such as ${JSON.stringify(injected)} is a value and no filter`, async () => {
      assert.equal(await directory.standing(injected), 'gone')
      assert.equal(await directory.checkPassword(injected, 'harbour-lantern-42'), 'mismatch')
    })
  }

  it('knows names that look like filters or distinguished names', async () => {
    slapd.add(
      { uid: 'o,=neil*)(', password: 'meadow-anchor-77' },
      { uid: 'Žofia', password: 'meadow-anchor-78' },
    )
    const [odd, zofia] = [await entryOf('o,=neil*)('), await entryOf('Žofia')]
    assert.equal(await directory.checkPassword(odd.id, 'meadow-anchor-77'), 'match')
    assert.equal(await directory.checkPassword(zofia.id, 'meadow-anchor-78'), 'match')
    slapd.remove(userDn('o\\,\\=neil*)('))
    slapd.remove(userDn('Žofia'))
  })

  it('reads all pages, though the server gives fifty at a time', async () => {
    const many = Array.from({ length: 1_234 }, (_, number) => ({ uid: `many${number}` }))
    slapd.add(...many)
    const { entries } = await directory.read()
    assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length)
    assert.equal(entries.filter(({ name }) => name.startsWith('many')).length, 1_234)
    slapd.modify(many.map(({ uid }) => `dn: ${userDn(uid)}\nchangetype: delete\n`).join('\n'))
  })

  it('F-31: more than there may be is an error and no answer', async () => {
    const few = ldapDirectory('staff', slapd.config({ mostEntries: 1 }), deps)
    await assert.rejects(few.read(), { code: 'directory.unavailable' })
  })

  it('R12: whoever is disabled there has no right password any more', async () => {
    slapd.modify(
      `dn: ${userDn('boris')}\nchangetype: modify\nadd: pwdAccountLockedTime\npwdAccountLockedTime: 000001010000Z\n`,
    )
    const boris = await entryOf('boris')
    assert.equal(boris.disabled, true)
    assert.equal(await directory.standing(boris.id), 'disabled')
    assert.equal(await directory.checkPassword(boris.id, 'copper-tulip-19'), 'mismatch')
    slapd.modify(`dn: ${userDn('boris')}\nchangetype: modify\ndelete: pwdAccountLockedTime\n`)
    assert.equal(await directory.standing(boris.id), 'active')
  })

  it('takes an attribute of your own for disabled', async () => {
    const own = ldapDirectory('staff', slapd.config({ attributes: { disabled: 'employeeType' } }), deps)
    slapd.modify(`dn: ${userDn('boris')}\nchangetype: modify\nadd: employeeType\nemployeeType: TRUE\n`)
    const { id } = await entryOf('boris', own)
    assert.equal(await own.standing(id), 'disabled')
    assert.equal(await directory.standing(id), 'active')
    slapd.modify(`dn: ${userDn('boris')}\nchangetype: modify\ndelete: employeeType\n`)
  })

  it('whom the filter leaves out does not exist', async () => {
    const own = ldapDirectory('staff', slapd.config({ userFilter: '(mail=*)' }), deps)
    const boris = await entryOf('boris')
    assert.deepEqual(
      (await own.read()).entries.map(({ name }) => name),
      ['ana'],
    )
    assert.equal(await own.standing(boris.id), 'gone')
    assert.equal(await own.checkPassword(boris.id, 'copper-tulip-19'), 'mismatch')
  })

  it('renamed and moved, somebody is still who they were', async () => {
    slapd.modify(`dn: ${userDn('boris')}\nchangetype: modrdn\nnewrdn: uid=boris.k\ndeleteoldrdn: 1\n`)
    const renamed = await entryOf('boris.k')
    assert.equal(await directory.checkPassword(renamed.id, 'copper-tulip-19'), 'match')
    slapd.modify(`dn: ${userDn('boris.k')}\nchangetype: modrdn\nnewrdn: uid=boris\ndeleteoldrdn: 1\n`)
    assert.equal((await entryOf('boris')).id, renamed.id)
  })

  it('follows groups in groups, also where they contain each other', async () => {
    slapd.addGroup('treasury', [userDn('ana'), `cn=clerks,ou=groups,${suffix}`])
    slapd.addGroup('clerks', [
      'UID=Boris,OU=people,DC=northwind,DC=example',
      `cn=treasury,ou=groups,${suffix}`,
    ])
    const boris = await entryOf('boris')
    const membersOf = async (of: Directory) =>
      Object.fromEntries(
        ((await of.read()).groups ?? []).map(({ name, members }) => [name, members.toSorted()]),
      )
    const both = [ana.id, boris.id].toSorted()
    assert.deepEqual(await membersOf(directory), { treasury: both, clerks: both })
    const flat = ldapDirectory(
      'staff',
      slapd.config({ groups: { ...groups, nested: false, prefix: 'staff ' } }),
      deps,
    )
    assert.deepEqual(await membersOf(flat), { 'staff treasury': [ana.id], 'staff clerks': [boris.id] })
  })

  it('speaks LDAPS and STARTTLS', async () => {
    const secure = { servers: [`ldaps://127.0.0.1:${slapd.securePort}`], ca: root.file }
    for (const more of [secure, { startTls: true, ca: root.file }]) {
      const one = ldapDirectory('staff', slapd.config(more), deps)
      assert.equal(await one.checkPassword(ana.id, 'harbour-lantern-42'), 'match')
    }
    assert.match(slapd.log(), /STARTTLS/)
  })

  it('says nothing to a server whose certificate another authority signed', async () => {
    const other = rootAuthority(authorityFolder())
    const before = slapd.log()
    for (const more of [{ servers: [`ldaps://127.0.0.1:${slapd.securePort}`] }, { startTls: true }]) {
      const one = ldapDirectory('staff', slapd.config({ ...more, ca: other.file }), deps)
      assert.equal(await one.checkPassword(ana.id, 'harbour-lantern-42'), 'unavailable')
    }
    assert.doesNotMatch(slapd.log().slice(before.length), / BIND /)
  })

  it('nor to one whose certificate is for another name', async () => {
    const other = await openSlapd({ authority: root, names: 'DNS:elsewhere.example' })
    try {
      const more = { servers: [`ldaps://127.0.0.1:${other.securePort}`], ca: root.file }
      const one = ldapDirectory('staff', other.config(more), deps)
      assert.equal(await one.standing(ana.id), 'unavailable')
      assert.doesNotMatch(other.log(), / BIND /)
    } finally {
      await other.close()
    }
  })

  it('never sends a password in clear where STARTTLS is refused', async () => {
    const plain = await openSlapd()
    try {
      const one = ldapDirectory('staff', plain.config({ startTls: true }), deps)
      assert.equal(await one.checkPassword(ana.id, 'harbour-lantern-42'), 'unavailable')
      assert.doesNotMatch(plain.log(), / BIND /)
    } finally {
      await plain.close()
    }
  })

  it('examines each server, and says in words what is wrong', async () => {
    const servers = [`ldap://127.0.0.1:${slapd.port}`, 'ldap://127.0.0.1:9']
    const report = await ldapDirectory('staff', slapd.config({ servers, groups }), deps).examine()
    assert.deepEqual(
      report.servers.map(({ reachable }) => reachable),
      [true, false],
    )
    assert.match(report.servers[1]?.problem ?? '', /ECONNREFUSED/)
    assert.equal(report.people, 2)
    const wrong = await ldapDirectory('staff', slapd.config({ bindPassword: 'no' }), deps).examine()
    assert.equal(wrong.servers[0]?.reachable, false)
    assert.doesNotMatch(JSON.stringify([report, wrong]), /reader-of-the-tests/)
  })

  describe('F-19: a directory that cannot be asked', () => {
    const second = 1_000
    async function inTime<Result>(run: () => Promise<Result>, most: number): Promise<Result> {
      const began = performance.now()
      const result = await run()
      assert.ok(performance.now() - began < most, `took ${performance.now() - began} ms`)
      return result
    }

    it('denies at once where nobody listens, also to strangers', async () => {
      const down = ldapDirectory('staff', slapd.config({ servers: ['ldap://127.0.0.1:9'] }), deps)
      assert.equal(
        await inTime(() => down.checkPassword(ana.id, 'harbour-lantern-42'), second),
        'unavailable',
      )
      assert.equal(await inTime(() => down.refuseStranger(), second), 'unavailable')
      assert.equal(await inTime(() => down.standing(ana.id), second), 'unavailable')
      await assert.rejects(down.read(), { code: 'directory.unavailable' })
    })

    it('denies in time where somebody listens and says nothing, and not a second time', async () => {
      const silent = createServer(() => undefined).listen(0, '127.0.0.1')
      await once(silent, 'listening')
      const address = silent.address()
      const port = typeof address === 'object' ? address?.port : 0
      try {
        for (const more of [
          { servers: [`ldap://127.0.0.1:${port}`] },
          { servers: [`ldap://127.0.0.1:${port}`], startTls: true },
          { servers: [`ldaps://127.0.0.1:${port}`] },
        ]) {
          const one = ldapDirectory('staff', slapd.config({ ...more, timeout: 500 }), deps)
          assert.equal(await inTime(() => one.checkPassword(ana.id, 'x'), second), 'unavailable')
          assert.equal(await inTime(() => one.checkPassword(ana.id, 'x'), 50), 'unavailable')
        }
      } finally {
        silent.close()
      }
    })

    it('asks the next server where the first is down, or silent', async () => {
      const silent = createServer(() => undefined).listen(0, '127.0.0.1')
      await once(silent, 'listening')
      const address = silent.address()
      const port = typeof address === 'object' ? address?.port : 0
      try {
        const servers = ['ldap://127.0.0.1:9', `ldap://127.0.0.1:${port}`, `ldap://127.0.0.1:${slapd.port}`]
        const one = ldapDirectory('staff', slapd.config({ servers }), deps)
        assert.equal(await one.checkPassword(ana.id, 'harbour-lantern-42'), 'match')
        assert.equal(await inTime(() => one.checkPassword(ana.id, 'harbour-lantern-42'), second), 'match')
      } finally {
        silent.close()
      }
    })

    it('is there again as soon as the server is', async () => {
      let now = 0
      const clock = { ...systemClock, monotonic: () => now + performance.now() }
      const one = ldapDirectory('staff', slapd.config(), { ...deps, clock })
      await slapd.stop()
      assert.equal(await one.standing(ana.id), 'unavailable')
      await slapd.start()
      now += 10_000
      assert.equal(await one.standing(ana.id), 'active')
    })
  })
})

describe('an LDAP configuration', () => {
  const given = { type: 'ldap', bindDn: 'cn=reader', bindPassword: 'x', base: people }
  const parse = (more: object) => ldapConfig.safeParse({ ...given, ...more })

  it('refuses servers to which passwords would travel readable', () => {
    assert.equal(parse({ servers: ['ldap://ldap.example'] }).success, false)
    for (const more of [{ startTls: true }, { plain: true }])
      assert.equal(parse({ servers: ['ldap://ldap.example'], ...more }).success, true)
    assert.equal(parse({ servers: ['ldap://localhost', 'ldap://127.0.0.1:1389', 'ldaps://x'] }).success, true)
    assert.equal(parse({ servers: ['ldap://127.0.0.1.example'] }).success, false)
  })

  for (const server of ['http://x', 'ldap:///', 'ldaps://u:p@x', 'ldaps://x/dc=x', 'ldaps://x?y'])
    it(`refuses ${server}`, () => assert.equal(parse({ servers: [server] }).success, false))

  it('wants a password to search with: nobody may show us nothing', () => {
    const { bindPassword: _, ...without } = given
    assert.equal(ldapConfig.safeParse({ ...without, servers: ['ldaps://x'] }).success, false)
    assert.equal(parse({ servers: ['ldaps://x'], bindPasswordFile: '/x' }).success, false)
  })
})

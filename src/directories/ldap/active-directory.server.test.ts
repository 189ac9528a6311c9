import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { authorityFolder, rootAuthority } from '../../../test/kit/authority.ts'
import {
  accountControl,
  domain,
  openSamba,
  type Samba,
  skipWithoutSamba,
  userDn,
  users,
} from '../../../test/kit/samba.ts'
import { systemClock } from '../../kernel/clock.ts'
import { silentLogger } from '../../kernel/logger.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Directory, DirectoryEntry } from '../directory.ts'
import { ldapDirectory } from './ldap.ts'

const deps = { clock: systemClock, random: systemRandom(), logger: silentLogger }
const password = 'Copper-Tulip-19'

function moved(dn: string, name: string, to: string): string {
  return `dn: ${dn}\nchangetype: moddn\nnewrdn: ${name}\ndeleteoldrdn: 1\nnewsuperior: ${to}\n`
}

describe('a real Active Directory', { skip: skipWithoutSamba }, () => {
  let samba: Samba
  let directory: Directory

  before(async () => {
    samba = await openSamba(rootAuthority(authorityFolder()))
    for (const name of ['ana', 'boris', 'cleo']) samba.add(name, password)
    samba.set('ana', 'mail', 'ana@corp.example')
    samba.set('ana', 'mobile', '+385 91 234 5678')
    samba.set('ana', 'department', 'Finance')
    directory = ldapDirectory('corp', samba.config({ attributes: { told: ['department'] } }), deps)
  })
  after(() => samba?.close())

  async function entryOf(name: string, of = directory): Promise<DirectoryEntry> {
    const { entries } = await of.read()
    const found = entries.find((entry) => entry.name === name)
    assert.ok(found, `${name} is not there`)
    return found
  }

  function addUnit(name: string): void {
    samba.modify(`dn: OU=${name},${domain}\nchangetype: add\nobjectClass: organizationalUnit\n`)
  }

  /** By group, the names of the people in it. */
  async function membersOf(groups: Record<string, unknown>): Promise<ReadonlyMap<string, readonly string[]>> {
    const snapshot = await ldapDirectory('corp', samba.config({ groups }), deps).read()
    const names = new Map(snapshot.entries.map(({ id, name }) => [id, name]))
    return new Map(
      snapshot.groups?.map((group) => [group.name, group.members.map((id) => names.get(id) ?? id).sort()]),
    )
  }

  it('tells who is there, by an id that outlives their name and place', async () => {
    const ana = await entryOf('ana')
    assert.match(ana.id, /^[0-9a-f-]{36}$/)
    assert.equal(ana.disabled, false)
    assert.deepEqual(ana.contacts, [
      { type: 'email', value: 'ana@corp.example' },
      { type: 'phone', value: '+385 91 234 5678' },
    ])
    assert.deepEqual(ana.attributes, { department: ['Finance'] })

    addUnit('Sales')
    samba.set('ana', 'sAMAccountName', 'anna')
    samba.modify(moved(userDn('ana'), 'CN=Anna Kovač', `OU=Sales,${domain}`))
    assert.equal((await entryOf('anna')).id, ana.id)
    assert.equal(await directory.checkPassword(ana.id, password), 'match')
    samba.modify(moved(`CN=Anna Kovač,OU=Sales,${domain}`, 'CN=ana', users))
    samba.set('ana', 'sAMAccountName', 'ana')
  })

  it('judges a password by binding as its owner, and as nobody else', async () => {
    const { id } = await entryOf('boris')
    assert.equal(await directory.checkPassword(id, password), 'match')
    assert.equal(await directory.checkPassword(id, 'Copper-Tulip-20'), 'mismatch')
    assert.equal(await directory.checkPassword(id, ''), 'mismatch')
    samba.setPassword('boris', 'Meadow-Anchor-77')
    assert.equal(await directory.checkPassword(id, password), 'mismatch')
    assert.equal(await directory.checkPassword(id, 'Meadow-Anchor-77'), 'match')
  })

  it('knows no computers, and nobody who has no account to sign in with', async () => {
    const { entries } = await directory.read()
    const active = entries.filter(({ disabled }) => !disabled).map(({ name }) => name)
    assert.ok(active.includes('ana'))
    for (const name of ['DC1$', 'Guest', 'krbtgt']) assert.ok(!active.includes(name), name)
  })

  it('whoever is disabled or expired there is out, also with the right password', async () => {
    const { id } = await entryOf('cleo')
    assert.equal(await directory.standing(id), 'active')
    samba.set('cleo', 'userAccountControl', accountControl.disabled)
    assert.equal(await directory.standing(id), 'disabled')
    assert.equal(await directory.checkPassword(id, password), 'mismatch')
    samba.set('cleo', 'userAccountControl', accountControl.normal)
    assert.equal(await directory.checkPassword(id, password), 'match')

    const yesterday = (BigInt(Date.now()) - 86_400_000n + 11_644_473_600_000n) * 10_000n
    samba.set('cleo', 'accountExpires', yesterday)
    assert.equal(await directory.standing(id), 'disabled')
    assert.equal(await directory.checkPassword(id, password), 'mismatch')
    samba.set('cleo', 'accountExpires', 0)
    assert.equal(await directory.standing(id), 'active')
  })

  it('whoever has to change the password there first is refused like anybody with a wrong one', async () => {
    const { id } = await entryOf('cleo')
    samba.set('cleo', 'pwdLastSet', 0)
    assert.equal(await directory.checkPassword(id, password), 'mismatch')
    samba.set('cleo', 'pwdLastSet', -1)
    assert.equal(await directory.checkPassword(id, password), 'match')
  })

  it('groups in groups are followed there, to the end', async () => {
    const groupDn = (name: string) => `CN=${name},${users}`
    samba.addGroup('Finance', [userDn('ana')])
    samba.addGroup('Staff', [groupDn('Finance'), userDn('boris')])
    samba.addGroup('Everyone', [groupDn('Staff')])
    samba.modify(
      `dn: ${groupDn('Finance')}\nchangetype: modify\nadd: member\nmember: ${groupDn('Everyone')}\n`,
    )
    const nested = await membersOf({ base: users })
    assert.deepEqual(nested.get('Everyone'), ['ana', 'boris'])
    const flat = await membersOf({ base: users, nested: false })
    assert.deepEqual(flat.get('Staff'), ['boris'])
    assert.deepEqual(flat.get('Finance'), ['ana'])
  })

  it('everybody is in their primary group, which lists nobody, and in the groups that it is in', async () => {
    addUnit('Groups')
    samba.addGroup('VPN', [`CN=Domain Users,${users}`], `OU=Groups,${domain}`)
    const everywhere = await membersOf({ base: domain })
    for (const group of ['Domain Users', 'VPN'])
      for (const name of ['ana', 'boris', 'cleo'])
        assert.ok(everywhere.get(group)?.includes(name), `${name} in ${group}`)
    assert.deepEqual(everywhere.get('Domain Computers'), [])

    const ofGroups = await membersOf({ base: `OU=Groups,${domain}` })
    assert.deepEqual([...ofGroups.keys()], ['VPN'])
    assert.ok(ofGroups.get('VPN')?.includes('ana'), 'the primary group itself lies elsewhere')

    const flat = await membersOf({ base: domain, nested: false })
    assert.ok(flat.get('Domain Users')?.includes('ana'))
    assert.deepEqual(flat.get('VPN'), [])
  })

  it('tells what it would show, from one server after the other', async () => {
    const { servers, people, groups, problems } = await directory.examine()
    assert.deepEqual([servers.map(({ reachable }) => reachable), groups, problems], [[true], undefined, []])
    assert.ok(Number(people) >= 4)
  })

  it('says in its own words what a server wants that takes no password without encryption', async () => {
    const [server = ''] = samba.config().servers
    const open = samba.config({ servers: [server.replace('ldaps:', 'ldap:')] })
    const report = await ldapDirectory('corp', open, deps).examine()
    assert.match(String(report.servers[0]?.problem), /[Ss]trong|encryption/)
    const encrypted = samba.config({ servers: open.servers, startTls: true })
    const { id } = await entryOf('ana')
    assert.equal(await ldapDirectory('corp', encrypted, deps).checkPassword(id, password), 'match')
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type LdapConfig, ldapConfig } from './config.ts'
import { dnKey, domainOf } from './dn.ts'
import { toEntry } from './entry.ts'
import { userFilter } from './filters.ts'
import { guidBytes, guidText } from './guid.ts'
import { sidOfGroup } from './sid.ts'

const windows: LdapConfig = ldapConfig.parse({
  type: 'ldap',
  flavour: 'active-directory',
  servers: ['ldaps://dc.example'],
  bindDn: 'CN=reader',
  bindPassword: 'x',
  base: 'DC=example',
})
/** As Active Directory gives it, and as its own tools write it. */
const bytes = Buffer.from('33221100554477668899aabbccddeeff', 'hex')
const text = '00112233-4455-6677-8899-aabbccddeeff'
const at = Date.parse('2026-11-27T02:00:00Z')

describe('entries of Active Directory', () => {
  const found = { dn: 'CN=Ana,DC=example', objectGUID: bytes, sAMAccountName: 'ana', mail: 'ana@x.example' }
  const disabled = (more: object) => toEntry(windows, { ...found, ...more }, at)?.disabled

  it('are known by their GUID, as its tools write it', () => {
    assert.equal(guidText(bytes), text)
    assert.deepEqual(guidBytes(text), bytes)
    assert.equal(toEntry(windows, found, at)?.id, text)
  })

  it('tell what was asked for, and that there is none of it', () => {
    const attributes = { told: ['department', 'employeeType'] }
    const asking = ldapConfig.parse({ ...windows, attributes })
    const told = toEntry(asking, { ...found, Department: ['Finance', 'Treasury'] }, at)?.attributes
    assert.deepEqual(told, { department: ['Finance', 'Treasury'], employeeType: [] })
    assert.deepEqual(toEntry(windows, found, at)?.attributes, {})
  })

  it('also where its bytes happen to be a text', () => {
    const letters = 'abcdefghijklmnop'
    assert.equal(toEntry(windows, { ...found, objectGUID: letters }, at)?.id, guidText(Buffer.from(letters)))
  })

  it('are asked for by those bytes', async () => {
    const filter = await userFilter(windows, text)
    assert.match(String(filter), /objectGUID=/)
    for (const none of ['', '*', text.slice(1), `${text}0`])
      assert.equal(await userFilter(windows, none), undefined)
  })

  it('are disabled by their flag, whatever else it says', () => {
    assert.equal(disabled({ userAccountControl: '512' }), false)
    assert.equal(disabled({ userAccountControl: '514' }), true)
    assert.equal(disabled({ userAccountControl: '66050' }), true)
  })

  it('are over when their time is', () => {
    const ticks = (time: number) => String((BigInt(time) + 11_644_473_600_000n) * 10_000n)
    for (const never of ['0', '9223372036854775807']) assert.equal(disabled({ accountExpires: never }), false)
    assert.equal(disabled({ accountExpires: ticks(at + 1_000) }), false)
    assert.equal(disabled({ accountExpires: ticks(at) }), true)
  })

  it('without id or name link nobody', () => {
    assert.equal(toEntry(windows, { ...found, objectGUID: [] }, at), undefined)
    assert.equal(toEntry(windows, { ...found, objectGUID: Buffer.from('short') }, at), undefined)
    assert.equal(toEntry(windows, { ...found, sAMAccountName: '' }, at), undefined)
  })
})

describe('the SID of a primary group', () => {
  const own = Buffer.from('010500000000000515000000aabbccdd112233445566778851040000', 'hex')

  it('is that of its member with another number behind', () => {
    assert.equal(sidOfGroup(own, 513), `${own.toString('hex').slice(0, -8)}01020000`)
    assert.equal(sidOfGroup(own, 0xffff_ffff), `${own.toString('hex').slice(0, -8)}ffffffff`)
  })

  it('is none where one of the two is none', () => {
    for (const none of [Buffer.alloc(0), own.subarray(0, -4), Buffer.from('0100', 'hex'), Buffer.alloc(28)])
      assert.equal(sidOfGroup(none, 513), undefined)
    for (const number of [Number.NaN, -1, 1.5, 2 ** 32]) assert.equal(sidOfGroup(own, number), undefined)
  })
})

describe('distinguished names', () => {
  const same = [
    ['uid=ana,ou=people,dc=x', 'UID=Ana, OU=People,DC=X'],
    ['cn=a\\,b,dc=x', 'cn=a\\2Cb,dc=x'],
    ['cn=Žofia,dc=x', 'cn=\\C5\\BDofia,dc=x'],
  ] as const
  for (const [one, other] of same) it(`${one} is ${other}`, () => assert.equal(dnKey(one), dnKey(other)))

  it('keeps apart what is apart', () => {
    assert.notEqual(dnKey('cn=a\\,b,dc=x'), dnKey('cn=a,b=,dc=x'))
    assert.notEqual(dnKey('cn=a,dc=x'), dnKey('cn=a,dc=y'))
  })

  it('end with their domain', () => {
    assert.equal(domainOf('CN=Ana,DC=x,OU=Sales,DC=corp,dc=example'), 'DC=corp,dc=example')
    assert.equal(domainOf('CN=a\\,DC=y,DC=corp'), 'DC=corp')
    assert.equal(domainOf('cn=ana,o=house'), '')
  })
})

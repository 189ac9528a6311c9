import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type LdapConfig, ldapConfig } from './config.ts'
import { dnKey } from './dn.ts'
import { toEntry } from './entry.ts'
import { userFilter } from './filters.ts'
import { guidBytes, guidText } from './guid.ts'

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
})

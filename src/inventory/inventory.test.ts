import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { classifier, isPrivileged, type System } from './classify.ts'
import { patternTest, readName } from './pattern.ts'
import type { ClassRule } from './schema.ts'

const said = (pattern: string, systemClass: ClassRule['class']): ClassRule => ({
  pattern,
  class: systemClass,
  reason: 'seen',
  actor: 'test',
  createdAt: 0,
})

function classOf(system: string | System, ...rules: readonly ClassRule[]) {
  const { class: found, by, why } = classifier(rules)(typeof system === 'string' ? { name: system } : system)
  return { class: found, by, why }
}

describe('what a system guards', () => {
  it('is told by its name, each class by names as they are in use', () => {
    const known = {
      OWA: 'mail',
      'Webmail (old)': 'mail',
      imap: 'mail',
      'Berlin VPN': 'remote-access',
      'ssh-gateway': 'remote-access',
      RDP: 'remote-access',
      'E-Banking': 'banking',
      Payroll: 'banking',
      CRM: 'customer-data',
      'customer database': 'customer-data',
      'admin console': 'administration',
      wiki: 'other',
    }
    for (const [name, expected] of Object.entries(known)) assert.equal(classOf(name).class, expected, name)
    assert.equal(classOf('Berlin VPN').why, 'its name fits “*vpn*”')
    assert.deepEqual(classOf('wiki'), { class: 'other', by: 'nothing', why: 'nothing tells' })
  })

  it('is told by a right in it, where its name says nothing; administering one does not make it administration', () => {
    assert.deepEqual(classOf({ name: 'erp', entitlements: ['reader', 'approve payments'] }), {
      class: 'banking',
      by: 'entitlement',
      why: 'the right “approve payments” fits “payment*”',
    })
    assert.equal(classOf({ name: 'wiki', entitlements: ['admin'] }).class, 'other')
  })

  it('a correction by hand always wins, then the class that an application has, then kept rules', () => {
    assert.equal(classOf('VPN', said('vpn', 'other')).by, 'hand')
    assert.equal(classOf('VPN', said('vpn', 'other')).class, 'other')
    assert.equal(classOf({ name: 'vpn', ownClass: 'mail' }).class, 'mail')
    assert.equal(classOf('hr vpn', said('hr*', 'customer-data')).class, 'customer-data')
    assert.equal(classOf('hr vpn', said('hr*', 'customer-data'), said('hr vpn', 'mail')).class, 'mail')
  })

  it('a class that an application was given since it was said is the newer word', () => {
    assert.equal(classOf({ name: 'shop', ownClass: 'mail' }, said('shop', 'banking')).class, 'mail')
  })

  it('of two kept rules the longer one counts, whatever their order', () => {
    const rules = [said('hr*', 'customer-data'), said('hr-pay*', 'banking')]
    for (const order of [rules, rules.toReversed()])
      assert.equal(classOf('hr-payments', ...order).class, 'banking')
  })
})

describe('patterns', () => {
  it('fit whole names and words, in any spelling, and nothing beyond', () => {
    const fits = (pattern: string, name: string) => patternTest(pattern)(readName(name))
    assert.ok(fits('VPN', 'berlin-vpn (old)'))
    assert.ok(!fits('vpn', 'openvpn'))
    assert.ok(fits('*vpn', 'OpenVPN'))
    assert.ok(fits('hr-*', 'HR-Portal'))
    assert.ok(fits('a*b*c', 'a-b-c'))
    assert.ok(!fits('ab*ba', 'aba'))
    assert.ok(!fits('a.c', 'abc'))
  })

  it('cost no more for stars without end', () => {
    const fits = patternTest(`${'*a'.repeat(120)}b`)
    const start = process.cpuUsage()
    assert.equal(fits(readName('a'.repeat(250))), false)
    assert.ok(process.cpuUsage(start).user < 200_000)
  })
})

it('a right that makes an account privileged is told by its name', () => {
  assert.deepEqual(['Domain Admins', 'root', 'sudoers', 'reader', ''].map(isPrivileged), [
    true,
    true,
    true,
    false,
    false,
  ])
})

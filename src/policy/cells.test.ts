import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cellsOf, eachCellOf } from './cells.ts'
import { samplesOf, within } from './network.ts'
import { createPolicy, policyConfig } from './policy.ts'
import { during } from './week-time.ts'

const now = Date.UTC(2026, 10, 24, 12)

function cells(rules: object[], placed = true, countries = true) {
  const named = rules.map((rule, index) => ({ name: `rule ${index}`, need: 'mfa', ...rule }))
  return cellsOf(createPolicy(policyConfig.parse({ rules: named })), { now, placed, countries })
}

test('without rules about circumstances there is one cell', () => {
  assert.deepEqual(cells([{}]), [{ source: 'unknown', knownDevice: 'unknown', at: now, text: '' }])
})

test('A-115: of many hours each kind is reckoned when it is asked for, and once', ({ mock }) => {
  const clock = (minutes: number) => new Date(minutes * 60_000).toISOString().slice(11, 16)
  const rules = Array.from({ length: 650 }, (_, nth) => {
    const when = { from: clock(nth * 2), to: clock(nth * 2 + 20), zone: 'Europe/Berlin' }
    return { name: `${nth}`, need: 'mfa', when, where: { device: 'new' } }
  })
  const policy = createPolicy(policyConfig.parse({ rules }))
  const told = mock.method(Date.prototype, 'toISOString').mock
  const each = eachCellOf(policy, { now, placed: true, countries: true })
  for (const _ of each) break
  assert.equal(told.callCount(), 1)
  assert.equal([...each].length, 2 * told.callCount(), 'for a known browser and a new one')
})

test('networks within networks are cut into the regions that rules tell apart', () => {
  const sources = samplesOf(['10.0.0.0/8', '10.0.0.0/16', '10.1.0.0/16', '2001:db8::/32'])
  assert.deepEqual(sources, [
    '0.0.0.0',
    '0:0:0:0::/64',
    '10.0.0.0',
    '10.1.0.0',
    '10.2.0.0',
    '2001:db8:0:0::/64',
  ])
})

test('no source lies in a region that has no sample', () => {
  const network = fc
    .tuple(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 16 }))
    .map(([high, prefix]) => `10.${high >> 8}.${high & 255}.0/${prefix + 8}`)
  const address = fc.integer({ min: 0, max: 0xffff }).map((high) => `10.${high >> 8}.${high & 255}.7`)
  fc.assert(
    fc.property(fc.array(network, { minLength: 1, maxLength: 6 }), address, (networks, source) => {
      const regionOf = (one: string) => networks.map((text) => within([text])(one)).join()
      assert.ok(samplesOf(networks).some((sample) => regionOf(sample) === regionOf(source)))
    }),
    { numRuns: 300 },
  )
})

test('hours are cut where rules tell them apart, also over midnight and in other zones', () => {
  const night = { when: { from: '20:00', to: '06:00', zone: 'Europe/Berlin' } }
  const sunday = { when: { days: ['sun'], zone: 'Asia/Tokyo' } }
  assert.equal(cells([night]).length, 2)
  assert.equal(cells([night, sunday]).length, 4)
})

test('no minute of the week is of a kind that has no cell', () => {
  const time = fc.integer({ min: 0, max: 95 }).map((quarter) => {
    const parts = [Math.floor(quarter / 4), (quarter % 4) * 15]
    return parts.map((part) => String(part).padStart(2, '0')).join(':')
  })
  const hours = fc
    .record({
      days: fc.subarray(['mon', 'tue', 'sat', 'sun'] as const, { minLength: 1 }),
      from: time,
      to: time,
      zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Chatham'),
    })
    .filter(({ from, to }) => from !== to)
  const week = fc.integer({ min: 0, max: 7 * 24 * 60 - 1 }).map((minutes) => now + minutes * 60_000)
  fc.assert(
    fc.property(fc.array(hours, { minLength: 1, maxLength: 4 }), week, (all, at) => {
      const kindOf = (moment: number) => all.map((one) => during(one)(moment)).join()
      const found = cells(all.map((when) => ({ when }))).map((cell) => kindOf(Number(cell.at)))
      assert.ok(found.includes(kindOf(at)))
      assert.equal(new Set(found).size, found.length, 'each kind once')
    }),
    { numRuns: 60 },
  )
})

test('hours that fall together in winter are told apart in summer', () => {
  const berlin = { when: { from: '08:00', to: '18:00', zone: 'Europe/Berlin' } }
  const common = { when: { from: '07:00', to: '17:00', zone: 'UTC' } }
  assert.equal(cells([berlin, common]).length, 4)
})

test('where an application asks, place and browser are not known', () => {
  const place = { where: { networks: ['10.0.0.0/8'], device: 'new' } }
  assert.equal(cells([place]).length, 6)
  assert.equal(cells([place], false).length, 1)
})

test('one country of each kind that rules tell apart stands for all, beside another one and none that is known', () => {
  const rules = [
    { where: { countries: ['DE', 'AT'] } },
    { where: { outsideCountries: ['DE', 'AT', 'CH'] } },
    { when: undefined },
  ]
  const told = (known: boolean) => cells(rules, true, known).map(({ country, text }) => [country, text])
  assert.deepEqual(told(true), [
    ['ZZ', 'from another country'],
    ['DE', 'from DE'],
    ['CH', 'from CH'],
    ['unknown', 'from no country that is known'],
  ])
  assert.deepEqual(told(false), [['unknown', '']])
  assert.deepEqual(
    cells(rules, false).map(({ country }) => country),
    ['unknown'],
  )
})

import assert from 'node:assert/strict'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { maxMindFile } from '../../test/kit/maxmind.ts'
import { silentLogger } from '../kernel/logger.ts'
import { countryCode, openCountries } from './index.ts'

function inFolder(context: TestContext): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-countries-'))
  context.after(() => rmSync(folder, { recursive: true }))
  return (name) => join(folder, name)
}

/** With what is said in the log. */
async function opened(file: string | undefined) {
  const said: string[] = []
  const logger = { ...silentLogger, error: ({ err }: { err: Error }) => said.push(err.message) }
  return { countries: await openCountries({ file }, logger as typeof silentLogger), said }
}

const ofGermany = { country: { iso_code: 'DE', names: { en: 'Germany' } } }

test('a MaxMind DB file says where addresses are, in each way in which its makers write it', async (context) => {
  const file = inFolder(context)('table.mmdb')
  const records = [
    ['203.0.113.0/24', ofGermany],
    ['198.51.100.0/25', { country: 'FR' }],
    ['198.51.100.128/25', { country: 'Austria', country_code: 'AT' }],
    ['192.0.2.0/24', { registered_country: { iso_code: 'US' } }],
  ] as const
  writeFileSync(file, maxMindFile(records))
  const { countries, said } = await opened(file)
  assert.equal(countries.known, true)
  const told = ['203.0.113.7', '198.51.100.1', '198.51.100.200', '192.0.2.1', '8.8.8.8', '2001:db8::/64', 'x']
  assert.deepEqual(told.map(countries.of), ['DE', 'FR', 'AT', undefined, undefined, undefined, undefined])
  assert.deepEqual(said, [])
})

test('a table as CSV: in any order, of networks in networks the narrowest, IPv6 too', async (context) => {
  const file = inFolder(context)('table.csv')
  const lines = [
    'network,country',
    '203.0.113.0/24,DE',
    '203.0.113.64/26,CH',
    '203.0.0.0/16,FR',
    '2001:db8::/32,AT',
  ]
  writeFileSync(file, lines.join('\n'))
  const { countries } = await opened(file)
  const told = ['203.0.113.1', '203.0.113.65', '203.0.1.1', '2001:db8:1:2::/64', '2001:db9::/64']
  assert.deepEqual(told.map(countries.of), ['DE', 'CH', 'FR', 'AT', undefined])
})

test('R15: a private address is in no country, whatever a table says', async (context) => {
  const file = inFolder(context)('table.csv')
  writeFileSync(file, '0.0.0.0/0,DE\n::/0,DE\n')
  const { countries } = await opened(file)
  const told = [
    '10.1.2.3',
    '127.0.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '0:0:0:0::/64',
    'fd00::/64',
    'fe80::/64',
  ]
  assert.ok(told.every((address) => countries.of(address) === undefined))
  assert.equal(countries.of('203.0.113.1'), 'DE')
  assert.equal(countries.of('2001:db8::/64'), 'DE')
})

test('R15: what a table calls by a name of no country is not known', async (context) => {
  const file = inFolder(context)('table.csv')
  const none = ['ZZ', 'XX', 'EU', 'AP', 'AN']
  writeFileSync(file, none.map((code, at) => `203.0.${at}.0/24,${code}`).join('\n'))
  const { countries } = await opened(file)
  for (const [at, code] of none.entries()) assert.equal(countries.of(`203.0.${at}.1`), undefined, code)
})

test('another file is taken up; one that cannot be used is told once, and the table before stays', async (context) => {
  const path = inFolder(context)
  const file = path('table.mmdb')
  const replace = (bytes: Buffer | string) => {
    writeFileSync(path('next'), bytes)
    renameSync(path('next'), file)
  }
  replace(maxMindFile([['203.0.113.0/24', ofGermany]]))
  const { countries, said } = await opened(file)
  replace(maxMindFile([['203.0.113.0/24', { country: { iso_code: 'CH' } }]]))
  assert.equal(countries.of('203.0.113.1'), 'DE')
  await countries.refresh()
  assert.equal(countries.of('203.0.113.1'), 'CH')

  const whole = maxMindFile([['203.0.113.0/24', ofGermany]])
  for (const broken of [
    whole.subarray(0, 40),
    Buffer.alloc(0),
    'network,country',
    maxMindFile([], 'GeoLite2-ASN'),
  ]) {
    replace(broken)
    await countries.refresh()
    await countries.refresh()
    assert.equal(countries.of('203.0.113.1'), 'CH')
  }
  rmSync(file)
  await countries.refresh()
  assert.equal(said.length, 5)
  assert.match(said[3] ?? '', /“GeoLite2-ASN”/)
  replace(whole)
  await countries.refresh()
  assert.equal(countries.of('203.0.113.1'), 'DE')
})

test('without a file, and with one that is not there, nobody’s country is known', async (context) => {
  const none = await opened(undefined)
  const missing = await opened(inFolder(context)('none.mmdb'))
  for (const { countries } of [none, missing])
    assert.deepEqual([countries.known, countries.of('203.0.113.1')], [false, undefined])
  assert.equal(missing.said.length, 1)
})

test('a line of a CSV that says no network or no country is told by its number', async (context) => {
  const path = inFolder(context)
  for (const line of ['203.0.113.0/24,Germany', '203.0.113.0/24,de', 'x,DE', '203.0.113.0/33,DE']) {
    writeFileSync(path('table.csv'), `network,country\n198.51.100.0/24,DE\n${line}\n`)
    assert.match((await opened(path('table.csv'))).said[0] ?? '', /line 3/)
  }
})

test('a CSV that is cut off behind its header is no table: the one before stays', async (context) => {
  const path = inFolder(context)
  writeFileSync(path('table.csv'), 'network,country\n203.0.113.0/24,DE\n')
  const { countries, said } = await opened(path('table.csv'))
  writeFileSync(path('table.csv'), 'network,country\n')
  await countries.refresh()
  assert.equal(countries.of('203.0.113.1'), 'DE')
  assert.match(said[0] ?? '', /empty/)
})

test('countries are called as ISO 3166-1 calls them: a rule by another name would ask nobody', () => {
  for (const code of ['DE', 'GB', 'CH', 'US', 'XK']) assert.ok(countryCode.safeParse(code).success, code)
  for (const code of ['UK', 'de', 'DEU', 'ZZ', 'QQ', 'EU', 'UN', '', '27'])
    assert.ok(!countryCode.safeParse(code).success, code)
})

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { breachLists } from './breach.ts'
import { passwordConfig } from './config.ts'
import { ana, candidate, cheapHasher, context, enrolled, testFactor, testHost } from './host.fixture.ts'
import { createAdviser } from './module.ts'
import { type OwnPassword, ownPassword } from './schema.ts'

const day = 24 * 3_600_000
const password = 'plum orbit lantern 9'
const hash = createHash('sha1').update(password).digest('hex').toUpperCase()
const padding = `${'0'.repeat(34)}1:0\r\n${'F'.repeat(35)}:0\r\n`

describe('breached passwords', () => {
  let url = ''
  let requests: IncomingMessage[] = []
  let answer: (response: ServerResponse) => unknown = (response) => response.end()
  const service = createServer((request, response) => {
    requests.push(request)
    answer(response)
  })
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-breach-'))

  before(async () => {
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/range/{prefix}`
  })
  beforeEach(() => {
    requests = []
  })
  after(() => {
    service.closeAllConnections()
    service.close()
    rmSync(folder, { recursive: true })
  })

  function lists(extra: { file?: string } = {}) {
    return breachLists({ rangeService: { url, timeout: 200 }, ...extra }, folder)
  }

  function listed(text: string): string {
    writeFileSync(join(folder, 'list.txt'), text)
    return 'list.txt'
  }

  it('tells the range service five digits of the hash, asks for padding, and nothing else', async () => {
    answer = (response) => response.end(`${hash.slice(5)}:42\r\n${padding}`)
    assert.deepEqual(await lists()(password), { state: 'breached', count: 42 })
    assert.equal(requests.length, 1)
    assert.equal(requests[0]?.url, `/range/${hash.slice(0, 5)}`)
    assert.equal(requests[0]?.headers['add-padding'], 'true')
    assert.equal(requests[0]?.method, 'GET')
  })

  it('takes a padding entry, count 0, for "never seen"', async () => {
    answer = (response) => response.end(`${padding}${hash.slice(5)}:0\r\n`)
    assert.deepEqual(await lists()(password), { state: 'clear' })
  })

  const failures: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
    'does not answer in time': () => {},
    'starts to answer and stops': (response) => response.write(`${hash.slice(5)}`),
    'answers 503': (response) => response.writeHead(503).end(),
    'answers with a page of some proxy': (response) => response.end('<html>Please log in</html>'),
    'redirects elsewhere': (response) =>
      void response.writeHead(302, { location: 'https://example.org/' }).end(),
    'sends too much': (response) => response.end(`${'A'.repeat(35)}:1\r\n`.repeat(30_000)),
    'hangs up': (response) => response.destroy(),
  }
  for (const [failure, fail] of Object.entries(failures)) {
    it(`R15: is unknown, not clear, where the service ${failure}`, async () => {
      answer = fail
      assert.deepEqual(await lists()(password), { state: 'unknown' })
    })
  }

  it('asks nobody where the local list already knows', async () => {
    assert.deepEqual(await lists({ file: listed(`${hash}:7\r\n`) })(password), {
      state: 'breached',
      count: 7,
    })
    assert.equal(requests.length, 0)
  })

  it('asks the service for what the local list does not hold', async () => {
    answer = (response) => response.end(`${hash.slice(5)}:3`)
    assert.deepEqual(await lists({ file: listed(`${'A'.repeat(40)}\n`) })(password), {
      state: 'breached',
      count: 3,
    })
  })

  it('is clear where no list is configured', async () => {
    assert.deepEqual(await breachLists({}, undefined)(password), { state: 'clear' })
  })

  it('N-11, ASVS 6.2.12: a breached password is refused with its count, and is not hashed', async () => {
    const hasher = cheapHasher()
    const factor = testFactor({ breach: { rangeService: { url, timeout: 200 } } }, hasher)
    answer = (response) => response.end(`${hash.slice(5)}:42`)
    const result = await factor.confirm({ pending: {}, answer: { password }, person: ana, context })
    const notices = [{ id: 'breached', values: { count: 42 } }]
    assert.deepEqual(result, { accepted: false, reason: 'unacceptable', notices })
    assert.equal(hasher.inputs.length, 0)
  })

  it('R15: while the service is down passwords can be set, are told to be unchecked, and stay unrated', async () => {
    const factor = testFactor({ breach: { rangeService: { url, timeout: 200 } } })
    answer = (response) => response.writeHead(500).end()
    const result = await factor.confirm({ pending: {}, answer: { password }, person: ana, context })
    assert.deepEqual(result.accepted && result.show, { notices: [{ id: 'breach-unknown' }] })
    assert.equal(result.accepted && 'weak' in result.data, false)
  })

  it('sends nothing while a password is being typed', async () => {
    const breach = { rangeService: { url, timeout: 200 } }
    const adviser = createAdviser(passwordConfig.parse({ breach }), {})
    const preview = await adviser.preview({ password, person: ana, application: 'Blog' })
    assert.deepEqual(preview, { acceptable: true, score: 4, notices: [] })
    assert.equal(requests.length, 0)
  })

  it('sends nothing for a password that is refused anyway', async () => {
    const factor = testFactor({ breach: { rangeService: { url, timeout: 200 } } })
    await factor.confirm({ pending: {}, answer: { password: 'password1' }, person: ana, context })
    assert.equal(requests.length, 0)
  })

  it('A-051: a password in use is held against the lists, also where it could not be set today', async () => {
    const data = await enrolled(testFactor(), password)
    const file = listed(`${hash}:3\n`)
    const config = { breach: { file }, blockedWords: ['plum', 'orbit', 'lantern'] }
    const today = [{ ...config, standsAlone: true, minimumLength: { alone: 64 } }, config]
    for (const one of today) assert.equal((await usedUnder(one, data)).weak, true)
  })

  it('R2: what was found weak stays so until it is changed, whatever a list says later', async () => {
    const data = { ...(await enrolled(testFactor(), password)), weak: true }
    answer = (response) => response.end(padding)
    for (const breach of [{}, { rangeService: { url, timeout: 200 } }])
      assert.equal((await usedUnder({ breach }, data)).weak, true)
  })

  it('G14: a judgement from a time that has not come yet does not hold', async () => {
    const data = { ...(await enrolled(testFactor(), password)), checkedAt: context.at + 365 * day }
    assert.equal((await usedUnder({ breach: { file: listed(`${hash}:3\n`) } }, data)).weak, true)
  })

  /** The data of a password after it was used, eight days after it was set. */
  async function usedUnder(config: object, data: OwnPassword): Promise<OwnPassword> {
    const factor = testFactor(config, cheapHasher(), { ...testHost(), dataFolder: folder })
    const verdict = await factor.verify({
      candidates: [candidate(data)],
      proof: { password },
      person: async () => ana,
      context: { ...context, at: context.at + 8 * day },
    })
    return verdict.accepted && verdict.data ? ownPassword.parse(verdict.data) : data
  }
})

import assert from 'node:assert/strict'
import { eachDatabase, type OpenDatabase } from '../../test/kit/databases.ts'
import { canonicalName } from '../directories/index.ts'
import { importMigrations } from '../imports/index.ts'
import { systemRandom } from '../kernel/random.ts'
import type { Statement } from '../storage/index.ts'
import { applicationMigrations, mayVouch, openApiKeys, openApplications } from './index.ts'

const minute = 60_000

eachDatabase('names the application and the scopes of who holds the key', async (open) => {
  const { keys, issue, application } = await house(open)
  const { token, key } = await issue(['verify', 'audit:read'])
  assert.match(token, /^spk_[A-Za-z0-9_-]{43}$/)
  assert.equal(key.prefix, token.slice(0, 8))
  const caller = await keys.authenticate(token)
  assert.deepEqual(caller?.application, application)
  assert.deepEqual(caller?.scopes, ['verify', 'audit:read'])
})

eachDatabase('G9: keeps no key in the database, only its hash', async (open) => {
  const { storage, issue } = await house(open)
  const { token } = await issue(['verify'])
  const rows = await storage.tables<{ api_keys: object }>().selectFrom('api_keys').selectAll().execute()
  assert.equal(JSON.stringify(rows).includes(token.slice(8)), false)
})

eachDatabase('refuses what is no key of ours, without asking the database', async (open) => {
  const { storage, keys, issue } = await house(open)
  const { token } = await issue(['verify'])
  for (const other of [
    '',
    'spk_',
    token.slice(0, -1),
    `${token} `,
    token.replace('spk_', 'sps_'),
    `${token}'`,
  ]) {
    assert.equal(await keys.authenticate(other), undefined)
  }
  assert.equal(
    await keys.authenticate(token.slice(0, 4) + token.slice(4).split('').reverse().join('')),
    undefined,
  )
  assert.ok(storage)
})

eachDatabase('V-98: a revoked key stops with the commit that revokes it', async (open) => {
  const { keys, issue, book } = await house(open)
  const { token, key } = await issue(['verify'])
  assert.ok(await keys.authenticate(token))
  assert.equal(await book([keys.revoke(key.id)]), 'booked')
  assert.equal(await keys.authenticate(token), undefined)
  assert.equal(await book([keys.revoke(key.id)]), 'refused')
})

eachDatabase('a disabled application takes its keys with it, and gives them back', async (open) => {
  const { keys, issue, book, applications, application } = await house(open)
  const { token } = await issue(['verify'])
  await book([applications.change(application, { status: 'disabled' })])
  assert.equal(await keys.authenticate(token), undefined)
  await book([
    applications.change({ ...application, version: application.version + 1 }, { status: 'active' }),
  ])
  assert.ok(await keys.authenticate(token))
})

eachDatabase('ends on its day, to the millisecond', async (open) => {
  const { keys, issue, clock } = await house(open)
  const { token } = await issue(['verify'], clock.time + minute)
  clock.time += minute - 1
  assert.ok(await keys.authenticate(token))
  clock.time += 1
  assert.equal(await keys.authenticate(token), undefined)
})

eachDatabase('rotates with an overlap in which both work', async (open) => {
  const { keys, issue, book, clock } = await house(open)
  const old = await issue(['attempts'])
  const next = keys.rotate(old.key, { overlap: minute })
  assert.equal(await book(next.statements), 'booked')
  assert.deepEqual((await keys.authenticate(next.token))?.scopes, ['attempts'])
  assert.ok(await keys.authenticate(old.token))
  clock.time += minute
  assert.equal(await keys.authenticate(old.token), undefined)
  assert.ok(await keys.authenticate(next.token))
})

eachDatabase('a rotation never makes the old key live longer, nor brings a dead one back', async (open) => {
  const { keys, issue, book, clock } = await house(open)
  const brief = await issue(['verify'], clock.time + minute)
  await book(keys.rotate(brief.key, { overlap: 60 * minute }).statements)
  assert.equal((await keys.find(brief.key.id))?.expiresAt, clock.time + minute)
  clock.time += 2 * minute
  assert.equal(await book(keys.rotate(brief.key, { overlap: minute }).statements), 'refused')
  const revoked = await issue(['verify'])
  await book([keys.revoke(revoked.key.id)])
  assert.equal(await book(keys.rotate(revoked.key, { overlap: minute }).statements), 'refused')
})

eachDatabase('R7: vouching needs both the scope and an application that vouches', async (open) => {
  const { keys, issue, book, applications, application } = await house(open)
  const plain = await issue(['verify'])
  const scoped = await issue(['verify', 'vouch:first-factor'])
  const vouching = async (token: string) => {
    const caller = await keys.authenticate(token)
    return caller !== undefined && mayVouch(caller)
  }
  assert.deepEqual([await vouching(plain.token), await vouching(scoped.token)], [false, false])
  await book([applications.change(application, { vouches: true })])
  assert.deepEqual([await vouching(plain.token), await vouching(scoped.token)], [false, true])
})

eachDatabase('notes the last use at most once a minute, behind the answer', async (open) => {
  const { keys, issue, clock, application } = await house(open)
  const { token } = await issue(['verify'])
  const used = async () => {
    await Promise.all(Array.from({ length: 10 }, () => keys.authenticate(token)))
    await keys.settled()
    return (await keys.listOf(application.id))[0]?.lastUsedAt
  }
  const first = clock.time
  assert.equal(await used(), first)
  clock.time += minute - 1
  assert.equal(await used(), first)
  clock.time += 1
  assert.equal(await used(), first + minute)
})

eachDatabase('a scope that this version does not know gives no right', async (open) => {
  const { keys, issue, book } = await house(open)
  const { token, key } = await issue(['verify'])
  const store = (scopes: string) =>
    book([
      { sql: `update api_keys set scopes = '${scopes}' where id = '${key.id}'`, parameters: [], expect: 1 },
    ])
  await store('["verify","everything"]')
  assert.deepEqual((await keys.authenticate(token))?.scopes, ['verify'])
  await store('{"verify":true}')
  assert.deepEqual((await keys.authenticate(token))?.scopes, [])
})

async function house(open: OpenDatabase) {
  const opened = await open({ migrations: [...importMigrations, ...applicationMigrations] })
  const clock = { time: Date.UTC(2026, 10, 24) }
  const storage = { ...opened, clock: { now: () => clock.time, monotonic: () => clock.time } }
  const random = systemRandom()
  const applications = openApplications({ storage, random })
  const keys = openApiKeys({ storage, random })
  const book = (statements: readonly Statement[]) => storage.book({ statements, locks: [] })
  const name = canonicalName('Blog')
  assert.ok(name.valid)
  const { application, statement } = applications.create({ name })
  assert.equal(await book([statement]), 'booked')
  return {
    storage,
    clock,
    keys,
    applications,
    application,
    book,
    async issue(scopes: Parameters<typeof keys.create>[0]['scopes'], expiresAt?: number) {
      const input = { applicationId: application.id, scopes, ...(expiresAt ? { expiresAt } : {}) }
      const { key, token, statement } = keys.create(input)
      assert.equal(await book([statement]), 'booked')
      return { key, token }
    },
  }
}

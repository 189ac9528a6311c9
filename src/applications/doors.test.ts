import assert from 'node:assert/strict'
import { eachDatabase, type OpenDatabase } from '../../test/kit/databases.ts'
import { canonicalName } from '../directories/index.ts'
import { importMigrations } from '../imports/index.ts'
import { keyring, masterKey } from '../kernel/keyring.ts'
import { type Random, systemRandom } from '../kernel/random.ts'
import { secretBox } from '../kernel/secret-box.ts'
import type { Statement } from '../storage/index.ts'
import { applicationMigrations, openApplications, openDoors } from './index.ts'

const minute = 60_000
const hashed = { id: 'oidc', secret: 'hashed' } as const
const sealed = { id: 'radius', secret: 'sealed' } as const

eachDatabase('an application comes by the doors that are set for it, while it is active', async (open) => {
  const { doors, book, applications, application } = await house(open)
  const { id } = application
  assert.equal(await doors.find(id, 'oidc'), undefined)
  assert.equal(await book(doors.set(id, 'oidc', { redirectUris: ['https://wiki.example/cb'] })), 'booked')
  assert.equal(await book(doors.set(id, 'oidc', {})), 'refused')
  const found = await doors.find(id, 'oidc')
  assert.deepEqual(found?.settings, { redirectUris: ['https://wiki.example/cb'] })
  assert.equal(found?.application.name, 'Wiki')
  assert.equal(await book(doors.change(found, { redirectUris: [] })), 'booked')
  assert.equal(await book(doors.change(found, { redirectUris: ['https://late'] })), 'refused')
  assert.deepEqual(
    (await doors.all('oidc')).map((one) => [one.applicationId, one.version]),
    [[id, 2]],
  )
  await book(applications.change(application, { status: 'disabled' }))
  assert.deepEqual(await doors.all('oidc'), [])
  assert.equal((await doors.of(id)).length, 1)
})

eachDatabase('no secret is made that a command line would take for an option', async (open) => {
  let draws = 0
  const random: Random = { bytes: (size) => new Uint8Array(size).fill(draws++ < 3 ? 0xf8 : 1) }
  const { doors, application } = await house(open, random)
  draws = 0
  const { text } = doors.secrets.create({ applicationId: application.id, kind: sealed })
  assert.match(text, /^[A-Za-z0-9_][A-Za-z0-9_-]{42}$/)
  assert.ok(draws > 3)
})

eachDatabase('G9: a secret is kept hashed, or sealed where the protocol needs it', async (open) => {
  const { storage, doors, book, application } = await house(open)
  const { id: applicationId } = application
  const one = doors.secrets.create({ applicationId, kind: hashed })
  const other = doors.secrets.create({ applicationId, kind: sealed, text: 'shared with the switch' })
  await book(one.statement, other.statement)
  assert.match(one.text, /^[\w-]{43}$/)
  assert.equal(await doors.secrets.matches(applicationId, 'oidc', one.text), true)
  assert.equal(await doors.secrets.matches(applicationId, 'oidc', `${one.text}x`), false)
  assert.equal(await doors.secrets.matches(applicationId, 'radius', one.text), false)
  assert.deepEqual(await doors.secrets.open(applicationId, 'radius'), ['shared with the switch'])
  const rows = await storage
    .tables<{ door_secrets: object }>()
    .selectFrom('door_secrets')
    .selectAll()
    .execute()
  const dump = JSON.stringify(rows.map((row) => Object.values(row).map((value) => String(value))))
  assert.equal(dump.includes(one.text), false)
  assert.equal(dump.includes('shared with'), false)
})

eachDatabase('a new secret takes the place of the old one after an overlap', async (open) => {
  const { doors, book, application, clock } = await house(open)
  const { id: applicationId } = application
  const old = doors.secrets.create({ applicationId, kind: hashed })
  await book(old.statement)
  const ending = doors.secrets.endAfter(applicationId, 'oidc', minute)
  const next = doors.secrets.create({ applicationId, kind: hashed })
  await book(ending, next.statement)
  const works = (text: string) => doors.secrets.matches(applicationId, 'oidc', text)
  assert.deepEqual([await works(old.text), await works(next.text)], [true, true])
  clock.time += minute
  assert.deepEqual([await works(old.text), await works(next.text)], [false, true])
  await book(doors.secrets.revoke(next.secret.id))
  assert.equal(await works(next.text), false)
})

eachDatabase('what is taken off takes its secrets with it', async (open) => {
  const { doors, book, application } = await house(open)
  const { id: applicationId } = application
  const { text, statement } = doors.secrets.create({ applicationId, kind: hashed })
  await book(doors.set(applicationId, 'oidc', {}), statement)
  assert.equal(await book(...doors.remove(applicationId, 'oidc')), 'booked')
  assert.equal(await doors.secrets.matches(applicationId, 'oidc', text), false)
  assert.deepEqual(await doors.of(applicationId), [])
})

async function house(open: OpenDatabase, random: Random = systemRandom()) {
  const opened = await open({ migrations: [...importMigrations, ...applicationMigrations] })
  const clock = { time: Date.UTC(2026, 10, 24) }
  const storage = { ...opened, clock: { now: () => clock.time, monotonic: () => clock.time } }
  const root = random.bytes(32)
  const box = secretBox(keyring([masterKey(random.bytes(32))]), random, root)
  const applications = openApplications({ storage, random })
  const name = canonicalName('Wiki')
  assert.ok(name.valid)
  const { application, statement } = applications.create({ name })
  const book = (...statements: readonly Statement[]) => storage.book({ statements, locks: [] })
  assert.equal(await book(statement), 'booked')
  return { storage, clock, doors: openDoors({ storage, random, box }), applications, application, book }
}

import assert from 'node:assert/strict'
import { eachDatabase, type OpenDatabase } from '../../test/kit/databases.ts'
import { canonicalName } from '../directories/index.ts'
import { importMigrations } from '../imports/index.ts'
import { systemRandom } from '../kernel/random.ts'
import type { Statement } from '../storage/index.ts'
import { applicationMigrations, openApplications, portalId } from './index.ts'

eachDatabase(
  'the portal is there from the start, vouches for nobody and cannot be disabled',
  async (open) => {
    const { applications, book } = await house(open)
    const portal = await applications.find(portalId)
    assert.deepEqual([portal?.kind, portal?.status, portal?.vouches], ['portal', 'active', false])
    assert.ok(portal)
    assert.equal(await book(applications.change(portal, { status: 'disabled' })), 'refused')
  },
)

eachDatabase('G8: an application is not made twice by another spelling', async (open) => {
  const { applications, book } = await house(open)
  assert.equal(await book(applications.create({ name: named('Blog') }).statement), 'booked')
  assert.equal(await book(applications.create({ name: named('ＢＬＯＧ') }).statement), 'refused')
  assert.equal(await book(applications.create({ name: named('sallyport') }).statement), 'refused')
  assert.equal((await applications.findByName(named('BLOG').key))?.name, 'Blog')
})

eachDatabase('R7: an application vouches only once it was told to', async (open) => {
  const { applications, book } = await house(open)
  const { application, statement } = applications.create({ name: named('VPN'), class: 'remote-access' })
  await book(statement)
  assert.equal((await applications.find(application.id))?.vouches, false)
  assert.equal(await book(applications.change(application, { vouches: true })), 'booked')
  assert.deepEqual(await applications.find(application.id), { ...application, vouches: true, version: 2 })
  assert.equal(await book(applications.change(application, { vouches: false })), 'refused')
})

eachDatabase('is disabled and enabled by whoever has seen it last', async (open) => {
  const { applications, book } = await house(open)
  const { application, statement } = applications.create({ name: named('Mail') })
  await book(statement)
  const outcomes = []
  for (const [version, status] of [
    [1, 'disabled'],
    [1, 'disabled'],
    [2, 'active'],
    [2, 'active'],
  ] as const) {
    outcomes.push(await book(applications.change({ id: application.id, version }, { status })))
  }
  assert.deepEqual(outcomes, ['booked', 'refused', 'booked', 'refused'])
  assert.deepEqual(
    (await applications.list()).map((a) => a.key),
    ['mail', 'sallyport'],
  )
})

async function house(open: OpenDatabase) {
  const storage = await open({ migrations: [...importMigrations, ...applicationMigrations] })
  const book = (statement: Statement) => storage.book({ statements: [statement], locks: [] })
  return { applications: openApplications({ storage, random: systemRandom() }), book }
}

function named(typed: string) {
  const reading = canonicalName(typed)
  assert.ok(reading.valid)
  return reading
}

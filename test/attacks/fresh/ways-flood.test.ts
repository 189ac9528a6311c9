import assert from 'node:assert/strict'
import { sweep } from '../../../src/jobs.ts'
import { openSiteStore } from '../../../src/protocols/forward-auth/store.ts'
import { protocols } from '../../../src/protocols/index.ts'
import { openRecords } from '../../../src/protocols/oidc/records.ts'
import { recordStore } from '../../../src/protocols/oidc/records-store.ts'
import type { DoorDeps } from '../../../src/protocols/protocol.ts'
import { samlStore } from '../../../src/protocols/saml/saml-store.ts'
import { openUnderWay } from '../../../src/protocols/saml/under-way.ts'
import type { Statement } from '../../../src/storage/index.ts'
import { eachEngine, rowsOf, type World } from '../../kit/engine.ts'

const application = '0000000000000000000000000000wiki' as never
const begun = 7
const kept = 3
const tables = ['forward_auth_ways', 'oidc_records', 'referrals', 'saml_requests'] as const

/** So many ways from applications as strangers begin them, by each door, one after the other. */
async function begin({ engine, clock }: World): Promise<void> {
  const records = openRecords(engine)
  const underWay = openUnderWay(engine)
  const sites = openSiteStore(engine)
  await records.write('Grant', 'of somebody', { accountId: 'x' }, 3600)
  for (let nth = 0; nth < begun; nth++) {
    clock.advance(10)
    const referral = engine.referrals.create({
      applicationId: application,
      door: 'x',
      wishes: {},
      returnTo: '/x',
    })
    const way = sites.createWay({ applicationId: application, destination: `/${nth}`, browserHash: 'x' })
    await book({ engine }, referral.statement, way.statement)
    await underWay.begin({
      ...{ kind: 'sign-in', applicationId: application, request: undefined },
      ...{ consumer: `https://wiki.example/${nth}`, relayState: undefined },
    })
    for (const kind of ['Interaction', 'Session'])
      await records.write(kind, `${nth}`, { uid: `${nth}` }, 1800)
  }
}

async function book({ engine }: Pick<World, 'engine'>, ...statements: readonly Statement[]): Promise<void> {
  assert.equal(await engine.storage.book({ statements, locks: [] }), 'booked')
}

eachEngine(
  'A-118: of ways that many sources begin the newest are kept, and nothing else goes',
  async (world) => {
    const { engine, clock } = world
    await begin(world)
    const at = clock.now()
    await book(world, ...engine.referrals.sweep(at, kept))
    await book(world, ...openSiteStore(engine).sweep(at, kept))
    await book(world, ...samlStore(engine.storage).sweep(at, kept))
    await book(world, ...recordStore(engine.storage).sweep(at, kept))
    for (const table of tables) {
      const rows = (await rowsOf(engine, table)).filter(({ kind }) => kind !== 'Grant')
      assert.equal(rows.length, kept, table)
      const last = Math.max(...rows.map((row) => Number(row.created_at)))
      assert.equal(last, at, `${table}: the newest`)
    }
    const grants = (await rowsOf(engine, 'oidc_records')).filter(({ kind }) => kind === 'Grant')
    assert.equal(grants.length, 1, 'what somebody signed in to is no flood')
  },
)

eachEngine('A-118: what is over is swept, of each door', async (world) => {
  const { engine, clock } = world
  const doors = { ...engine, baseUrl: 'https://sallyport.example' } as unknown as DoorDeps
  await begin(world)
  const run = async () => {
    await sweep(engine)
    for (const { jobs = [] } of protocols) for (const job of jobs) await job.run(doors)
  }
  await run()
  for (const table of tables) assert.ok((await rowsOf(engine, table)).length >= begun, table)
  clock.advance(2 * 3_600_000)
  await run()
  for (const table of tables) assert.deepEqual(await rowsOf(engine, table), [], table)
})

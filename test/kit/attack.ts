import assert from 'node:assert/strict'
import {
  dumpOf,
  eachEngine,
  onSqliteEngine,
  type Person,
  person,
  rowsOf,
  setUpAdministrator,
  type World,
  type WorldOptions,
} from './engine.ts'
import { found, keptLog, openTestServer, signInAt, type TestServer } from './server.ts'

/** Alice is attacked, Mallory attacks and has an account of her own, Bob only wants to sign in. */
export interface Scene extends World {
  readonly server: TestServer
  readonly alice: Person
  readonly mallory: Person
  readonly bob: Person
  readonly admin: Person
  /** The lines that the server has logged. */
  readonly log: readonly string[]
  /** Names of the events in the audit trail, refusals that are only counted included. */
  audited(): Promise<readonly string[]>
}

export interface AttackOptions {
  /** `each`: SQLite and PostgreSQL. */
  readonly on?: 'sqlite' | 'each'
  /** What the audit trail must have recorded: events, or reasons of counted refusals. */
  readonly audited?: readonly string[]
  readonly world?: WorldOptions
  readonly server?: Parameters<typeof openTestServer>[1]
  /** The attack leaves nobody to sign in, as where the database is gone. */
  readonly bystander?: false
}

/**
 * One attack over HTTP. After it, whatever it was: the process answers, Bob signs in as if nothing had happened, the
 * promised audit rows are there, and no secret went into the log, the audit trail or a refusal (G9, G13).
 */
export function attack(
  name: string,
  run: (scene: Scene) => Promise<void>,
  options: AttackOptions = {},
): void {
  const on = options.on === 'each' ? eachEngine : onSqliteEngine
  const log = keptLog()
  on(
    name,
    async (world) => {
      log.clear()
      const admin = await setUpAdministrator(world)
      const alice = await person(world, 'alice')
      const mallory = await person(world, 'mallory')
      const bob = await person(world, 'bob')
      const server = await openTestServer(world.engine, options.server)
      for (const one of [admin, alice, mallory, bob]) keepSecrets(server, one)
      const audited = () => auditedIn(world)
      const scene = { ...world, server, admin, alice, mallory, bob, log: log.lines, audited }
      try {
        await run(scene)
        await aftermath(scene, options)
      } finally {
        await server.close()
      }
    },
    { logger: log.logger, ...options.world },
  )
}

function keepSecrets(server: TestServer, one: Person): void {
  const seed = String(one.totp.shown.secret)
  for (const secret of [one.password, one.token, seed, seed.replaceAll(' ', ''), ...one.recoveryCodes])
    server.secrets.add(secret)
}

async function aftermath(scene: Scene, { audited = [], bystander }: AttackOptions): Promise<void> {
  const { server, log } = scene
  const alive = await server.stranger().send({ method: 'GET', path: '/health/live' })
  assert.equal(alive.status, 200, 'the server does not answer any more')
  if (bystander !== false) await bobSignsIn(scene)

  const events = await scene.audited()
  for (const event of audited)
    assert.ok(events.includes(event), `${event} is not in the audit trail: ${[...new Set(events)]}`)
  const trail = JSON.stringify(
    [await rowsOf(scene.engine, 'audit_events'), await rowsOf(scene.engine, 'audit_refusals')],
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  )
  assert.deepEqual(found(server.secrets, log.join('')), [], 'secrets in the log')
  assert.deepEqual(found(server.secrets, trail), [], 'secrets in the audit trail')
  assert.deepEqual(server.leaks, [], 'secrets in refusals')
  assert.deepEqual(found(server.secrets, await dumpOf(scene.engine)), [], 'secrets in the database')
}

async function bobSignsIn(scene: Scene): Promise<void> {
  const signedIn = await signInAt(scene, await scene.server.browser(), scene.bob)
  assert.equal(signedIn.status, 200, signedIn.text)
  assert.equal(signedIn.body.session?.account.name, 'bob')
}

async function auditedIn(world: Pick<World, 'engine'>): Promise<readonly string[]> {
  const events = await rowsOf(world.engine, 'audit_events')
  const counted = await rowsOf(world.engine, 'audit_refusals')
  return [...events.map((row) => String(row.event)), ...counted.map((row) => String(row.reason))]
}

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type Kysely, sql } from 'kysely'
import type { Account } from '../../src/accounts/index.ts'
import { typedName } from '../../src/accounts/index.ts'
import type { Actor } from '../../src/administration/index.ts'
import * as administration from '../../src/administration/index.ts'
import type { Completed, GivenProof, ProveResult, Started } from '../../src/authentication/index.ts'
import * as authentication from '../../src/authentication/index.ts'
import { sealFor } from '../../src/authenticators/index.ts'
import { type Engine, type EngineOptions, openEngine } from '../../src/engine.ts'
import * as enrolment from '../../src/enrolment/index.ts'
import { asModule, type FactorModule, type PoolEntry, type Verdict } from '../../src/factors/factor.ts'
import {
  cheapHasher,
  type RecordingHasher,
  rememberingMeter,
} from '../../src/factors/password/host.fixture.ts'
import { createPasswordModule } from '../../src/factors/password/module.ts'
import { recoveryCodesModule } from '../../src/factors/recovery-codes/index.ts'
import { totpModule } from '../../src/factors/totp/index.ts'
import { codeAt } from '../../src/factors/totp/test/holder.ts'
import { SallyportError } from '../../src/kernel/errors.ts'
import { newId } from '../../src/kernel/ids.ts'
import { type Keyring, keyring, masterKey } from '../../src/kernel/keyring.ts'
import { servedDoorKinds } from '../../src/server/surface.ts'
import type { Session } from '../../src/sessions/index.ts'
import { type Statement, toStatement } from '../../src/storage/index.ts'
import { fixedClock, type TestClock } from './clock.ts'
import { eachDatabase, type OpenDatabase, onPostgres, onSqlite } from './databases.ts'
import { type EchoCode, echoCode } from './echo-code.ts'
import { copyMigratedFile, migratedDatabase } from './migrated.ts'
import { type Interposed, interposed, through } from './storage.ts'

export { codeAt } from '../../src/factors/totp/test/holder.ts'
export { fixedClock, noon, type TestClock } from './clock.ts'

/** A step of TOTP, in milliseconds. */
export const step = 30_000

/** Long enough, and in no list. */
export const goodPassword = 'quartz-violin-oxbow-71'

export const testKey = masterKey(new Uint8Array(32).fill(42))

/** One database with one or more engines on it, under one clock and one set of keys. */
export interface World {
  /** The first node. */
  readonly engine: Engine
  readonly clock: TestClock
  readonly database: string
  readonly dialect: 'sqlite' | 'postgres'
  /** Hashes that were asked for, on all nodes. */
  readonly hasher: RecordingHasher
  readonly echo: EchoCode
  /** Fault points and counters of the first node. */
  readonly points: Interposed
  /** How often each factor was asked to judge against at least one candidate, on all nodes. */
  readonly comparisons: Map<string, number>
  /** Hears each verdict, on all nodes. */
  readonly watch: { verdict: ((factor: string, verdict: Verdict<unknown>) => void) | undefined }
  /** One more engine on the same database. */
  node(options?: Partial<EngineOptions>, points?: Interposed): Promise<Engine>
}

export type WorldOptions = Partial<Omit<EngineOptions, 'database' | 'clock'>>

/** Runs one test over a whole engine, on SQLite and on PostgreSQL. */
export function eachEngine(
  name: string,
  run: (world: World) => Promise<void>,
  options: WorldOptions = {},
): void {
  eachDatabase(name, (open) => inWorld(open, options, run), migratedDatabase)
}

/** For races between nodes: on one SQLite connection bookings never interleave. */
export function onTwoNodes(
  name: string,
  run: (world: World, nodes: readonly [Engine, Engine]) => Promise<void>,
  options: WorldOptions = {},
): void {
  onPostgres(
    name,
    (open) => inWorld(open, options, async (world) => run(world, [world.engine, await world.node()])),
    migratedDatabase,
  )
}

export function onSqliteEngine(
  name: string,
  run: (world: World) => Promise<void>,
  options: WorldOptions = {},
): void {
  onSqlite(name, (open) => inWorld(open, options, run))
}

async function inWorld(
  open: OpenDatabase,
  options: WorldOptions,
  run: (world: World) => Promise<void>,
): Promise<void> {
  const world = await openWorld(open.database, options)
  try {
    await run(world)
  } finally {
    await world.close()
  }
}

/** A world on a database that its caller removes. */
export async function openWorld(
  database: string,
  options: WorldOptions = {},
): Promise<World & { close(): Promise<void> }> {
  const dialect = database.startsWith('postgres') ? 'postgres' : 'sqlite'
  if (dialect === 'sqlite' && !existsSync(database)) await copyMigratedFile(database)
  const clock = fixedClock()
  const hasher = cheapHasher()
  const echo = echoCode()
  const points = interposed()
  const comparisons = new Map<string, number>()
  const watch: World['watch'] = { verdict: undefined }
  const engines: Engine[] = []

  async function node(own: Partial<EngineOptions> = {}, ownPoints = interposed()): Promise<Engine> {
    const engine = await openTestEngine({
      database,
      clock,
      // The schema is there: each database of a world is a copy of one that has it.
      migrate: false,
      throughStorage: through(ownPoints, clock),
      factorModules: testFactors(hasher, echo).map((module) => watched(module, comparisons, watch)),
      ...options,
      ...own,
    })
    engines.push(engine)
    return engine
  }

  return {
    engine: await node({}, points),
    clock,
    database,
    dialect,
    hasher,
    echo,
    points,
    comparisons,
    watch,
    node,
    close: async () => {
      await Promise.all(engines.map((engine) => engine.close().catch(() => undefined)))
    },
  }
}

/** An engine with a test key, and cheap passwords unless told otherwise. */
export function openTestEngine(
  options: Partial<EngineOptions> & { readonly database: string },
): Promise<Engine> {
  return openEngine({
    keys: testKeys(),
    baseUrl: 'https://sallyport.example',
    migrate: true,
    factorModules: testFactors(),
    doorKinds: servedDoorKinds,
    busyTimeout: 10_000,
    ...options,
  })
}

export function testKeys(): Keyring {
  return keyring([testKey])
}

export function testFactors(hasher = cheapHasher(), echo = echoCode()): readonly FactorModule[] {
  return [
    asModule(createPasswordModule({ hasher, measure: rememberingMeter })),
    asModule(totpModule),
    asModule(recoveryCodesModule),
    echo.module,
  ]
}

function watched(
  module: FactorModule,
  comparisons: Map<string, number>,
  watch: World['watch'],
): FactorModule {
  return {
    ...module,
    create(config, host) {
      const factor = module.create(config, host)
      return {
        ...factor,
        async verify(input) {
          if (input.candidates.length > 0) comparisons.set(module.id, (comparisons.get(module.id) ?? 0) + 1)
          const verdict = await factor.verify(input)
          watch.verdict?.(module.id, verdict)
          return verdict
        },
      }
    },
  }
}

export const surroundings = { door: 'test', source: '192.0.2.1', browser: 'spb_of-the-tests' } as const

/** Somebody with an account, and what they hold. */
export interface Person {
  readonly account: Account
  readonly password: string
  /** What the authenticator app was shown; its id. */
  readonly totp: { readonly id: string; readonly shown: Readonly<Record<string, unknown>> }
  readonly recoveryCodes: readonly string[]
  /** The session of the sign-in in which all this was set up. */
  readonly token: string
}

/** An operator with the rights of the machine. */
export const operator: Actor = { by: 'operator', name: 'test' }

/** The first administrator, made by the set-up link. Leaves the clock a step later, so that a new code is due. */
export async function setUpAdministrator(world: World, name = 'Admin'): Promise<Person> {
  const { engine, clock } = world
  const link = await administration.newSetUpLink(engine, 'test', 'test')
  const token = link.link.split('#')[1] ?? ''
  const begun = await administration.beginSetUp(engine, {
    token,
    account: name,
    password: goodPassword,
    factor: 'totp',
    surroundings,
  })
  const answer = { code: codeAt(begun.show, clock.now()) }
  const done = await administration.confirmSetUp(engine, { token, answer, surroundings })
  const rows = await engine.authenticators.ofAccount(done.account.id)
  clock.advance(step)
  return {
    account: done.account,
    password: goodPassword,
    totp: { id: rows.find((row) => row.factor === 'totp')?.id ?? '', shown: begun.show },
    recoveryCodes: (done.recovery?.codes ?? []) as readonly string[],
    token: done.completed.token,
  }
}

/** An account with a password and nothing else. */
export async function passwordOnly(
  world: World,
  name: string,
  role: Account['role'] = 'person',
): Promise<Account> {
  const { account } = await administration.createAccount(world.engine, {
    actor: operator,
    name: typedName.parse(name),
    role,
    password: goodPassword,
  })
  return account
}

/** Password and TOTP, enrolled as people do it: inside the first sign-in. Leaves the clock a step later. */
export async function person(world: World, name: string, role: Account['role'] = 'person'): Promise<Person> {
  const { engine, clock } = world
  const account = await passwordOnly(world, name, role)
  const started = role === 'person' ? await startAt(engine, name) : await invited(engine, account)
  await prove(engine, started, [passwordProof()])
  const begun = await begin(engine, started.secret, 'totp')
  const code = codeAt(begun.show, clock.now())
  const confirmed = await confirm(engine, started.secret, begun.authenticator.id, { code })
  const { completed } = await authentication.complete(engine, {
    secret: started.secret,
    options: {},
    surroundings,
  })
  clock.advance(step)
  return {
    account,
    password: goodPassword,
    totp: { id: begun.authenticator.id, shown: begun.show },
    recoveryCodes: (confirmed.recovery?.codes ?? []) as readonly string[],
    token: completed?.token ?? '',
  }
}

async function invited(engine: Engine, account: Account): Promise<Started> {
  const subject = { actor: operator, accountId: account.id, reason: 'test' }
  const { invitation } = await administration.inviteAccount(engine, subject)
  return enrolment.redeemInvitation(engine, tokenOf(invitation.link))
}

/** The token in the fragment of a link. */
export function tokenOf(link: string): string {
  return link.split('#')[1] ?? ''
}

export function begin(engine: Engine, secret: string, factor: string, options?: unknown) {
  return enrolment.beginEnrolment(engine, {
    authority: { by: 'attempt', secret },
    factor,
    options,
    surroundings,
  })
}

export function confirm(engine: Engine, secret: string, authenticatorId: string, answer: unknown) {
  return enrolment.confirmEnrolment(engine, {
    authority: { by: 'attempt', secret },
    authenticatorId: authenticatorId as Parameters<typeof enrolment.confirmEnrolment>[1]['authenticatorId'],
    answer,
    surroundings,
  })
}

/** One more authenticator of a signed-in person. */
export async function enrolMore(
  engine: Engine,
  session: Session,
  factor: string,
  answer: (shown: Readonly<Record<string, unknown>>) => unknown,
  options?: unknown,
) {
  const authority = { by: 'session', session } as const
  const begun = await enrolment.beginEnrolment(engine, { authority, factor, options, surroundings })
  const authenticatorId = begun.authenticator.id
  await enrolment.confirmEnrolment(engine, {
    authority,
    authenticatorId,
    answer: await answer(begun.show),
    surroundings,
  })
  return begun
}

/** Puts a token into the pool, as an import does. */
export async function addToPool(engine: Engine, factor: string, entry: PoolEntry<unknown>): Promise<void> {
  const id = newId<'authenticator'>({ clock: engine.storage.clock, random: engine.random })
  const data = sealFor(engine.box, 'data', { id, accountId: undefined, factor }, entry.data)
  const at = engine.storage.clock.now()
  await tamper(engine, (db) =>
    db.insertInto('authenticators').values({
      id,
      factor,
      label: entry.label,
      handle: entry.handle,
      status: 'active',
      counter: entry.counter === undefined ? null : String(entry.counter),
      data,
      created_by: 'test',
      created_at: at,
    }),
  )
}

/** Starts a sign-in at the portal. */
export async function startAt(engine: Engine, name: string): Promise<Started> {
  const { id } = await engine.portal()
  return authentication.startAttempt(engine, { account: name, applicationId: id, surroundings })
}

export function passwordProof(password = goodPassword): GivenProof {
  return { factor: 'password', proof: { password } }
}

export function codeProof(code: string, factor = 'totp'): GivenProof {
  return { factor, proof: { code } }
}

/** The code that this person's app shows now. */
export function totpOf(world: World, owner: Person): GivenProof {
  return codeProof(codeAt(owner.totp.shown, world.clock.now()))
}

/** A well-formed code that this person's app shows at no time near now. */
export function wrongCode(world: World, owner: Person): string {
  const now = world.clock.now()
  const near = new Set(
    Array.from({ length: 61 }, (_, index) =>
      codeAt(owner.totp.shown, Math.max(0, now + (index - 30) * step)),
    ),
  )
  for (let number = 0; ; number++) {
    const code = String(number).padStart(6, '0')
    if (!near.has(code)) return code
  }
}

export function prove(
  engine: Engine,
  started: { readonly secret: string },
  proofs: readonly GivenProof[],
  more: Partial<authentication.ProveInput> = {},
): Promise<ProveResult> {
  return authentication.prove(engine, { secret: started.secret, proofs, surroundings, ...more })
}

/** A sign-in whose password is proved. */
export async function halfway(engine: Engine, name: string, password = goodPassword): Promise<Started> {
  const started = await startAt(engine, name)
  await prove(engine, started, [passwordProof(password)])
  return started
}

/** So many sign-ins of one account at a time, each with its password proved. */
export async function halfways(engine: Engine, name: string, count: number): Promise<Started[]> {
  const attempts: Started[] = []
  while (attempts.length < count) attempts.push(await halfway(engine, name))
  return attempts
}

/** A whole sign-in with password and current code. Leaves the clock a step later. */
export async function signIn(
  world: World,
  owner: Person,
  options: authentication.CompleteOptions = {},
  engine = world.engine,
): Promise<Completed> {
  const started = await startAt(engine, owner.account.name)
  const proofs = [passwordProof(owner.password), totpOf(world, owner)]
  const { completed } = await prove(engine, started, proofs, { complete: options })
  assert.ok(completed, 'the sign-in did not complete')
  world.clock.advance(step)
  return completed
}

/** A recovery in progress: password and a recovery code, and the token of what came of it. */
export async function recover(engine: Engine, owner: Person, nth = 0): Promise<string> {
  const started = await startAt(engine, owner.account.name)
  const code = codeProof(owner.recoveryCodes[nth] ?? '', 'recovery-codes')
  await prove(engine, started, [passwordProof(owner.password), code])
  const { token } = await authentication.recoverAccount(engine, { secret: started.secret, surroundings })
  return token
}

/** The living session of a token; fails the test where there is none. */
export async function sessionOf(engine: Engine, token: string): Promise<Session> {
  const session = await engine.sessions.read(token, { door: 'rest' })
  assert.ok(session, 'there is no living session')
  return session
}

/** Somebody who administers in a session of theirs. */
export async function actorOf(engine: Engine, owner: Person, token = owner.token): Promise<Actor> {
  const account = await engine.accounts.find(owner.account.id)
  assert.ok(account)
  return { by: 'person', account, session: await sessionOf(engine, token) }
}

/** The code of the error that something must end in. */
export async function refusal(run: Promise<unknown>): Promise<string> {
  try {
    await run
  } catch (error) {
    if (error instanceof SallyportError) return error.code
    throw error
  }
  return 'nothing was refused'
}

/** What became of many: how often each error code came, and `done` for success. */
export async function tally(runs: readonly Promise<unknown>[]): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const settled of await Promise.allSettled(runs)) {
    const name = settled.status === 'fulfilled' ? 'done' : codeOf(settled.reason)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

function codeOf(error: unknown): string {
  if (error instanceof SallyportError) return error.code
  throw error
}

type Row = Readonly<Record<string, unknown>>

/** All rows of a table, as they lie there. */
export async function rowsOf(engine: Engine, table: string): Promise<readonly Row[]> {
  const db = anyTables(engine)
  const { rows } = await sql<Row>`select * from ${sql.table(table)}`.execute(db)
  return rows
}

/** Sends all that is due, what others are sending right now included. */
export async function deliverAll(engine: Engine): Promise<void> {
  for (let round = 0; round < 200; round++) {
    await engine.delivery.deliverDue({ limit: 100 })
    const rows = await rowsOf(engine, 'outbox')
    if (!rows.some(({ status }) => status === 'waiting')) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  assert.fail('messages are left in the outbox')
}

/** Writes behind the engine's back, as somebody with the database in hands would. */
export async function tamper(
  engine: Engine,
  build: (db: Kysely<AnyTables>) => Parameters<typeof toStatement>[0],
) {
  const statements: Statement[] = [toStatement(build(anyTables(engine)))]
  await engine.storage.book({ statements, locks: [] })
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into every table
type AnyTables = Record<string, Record<string, any>>

function anyTables(engine: Engine): Kysely<AnyTables> {
  return engine.storage.tables<AnyTables>()
}

/** Everything in the database as text, to look for what must not be there; what is being sent is sent first. */
export async function dumpOf(engine: Engine): Promise<string> {
  await engine.delivery.settled()
  const tables = await tableNames(engine)
  const all = await Promise.all(tables.map((table) => rowsOf(engine, table)))
  return JSON.stringify(all, (_, item: unknown) => {
    if (typeof item === 'bigint') return String(item)
    if (item instanceof Uint8Array) return Buffer.from(item).toString('latin1')
    return item
  })
}

async function tableNames(engine: Engine): Promise<readonly string[]> {
  const tables = await anyTables(engine).introspection.getTables()
  return tables.map((table) => table.name)
}

/** A number that depends on a text alone: for choosing among many without chance. */
export function numberFrom(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0)
}

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  addKey,
  beginSetUp,
  confirmSetUp,
  forgetKey,
  newSetUpLink,
  type RotateInput,
  rotateKeys,
  sealedByKey,
  sealedColumns,
} from '../../src/administration/index.ts'
import { issueChallenge } from '../../src/authentication/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import type { Engine } from '../../src/engine.ts'
import { newKey, replaceKeyFile, watchKeyFile } from '../../src/kernel/key-file.ts'
import { systemRandom } from '../../src/kernel/random.ts'
import {
  begin,
  codeAt,
  codeProof,
  confirm,
  eachEngine,
  enrolMore,
  goodPassword,
  halfway,
  operator,
  passwordOnly,
  person,
  prove,
  refusal,
  sessionOf,
  signIn,
  surroundings,
  tamper,
  tokenOf,
  type World,
} from '../kit/engine.ts'
import { type Interposed, interposed } from '../kit/storage.ts'

const random = systemRandom()

/** A world whose keys lie in a file, as those of server and command line do. */
interface KeyedWorld extends World {
  readonly file: string
  /** One more process on the same database and the same file. */
  process(points?: Interposed): Promise<Engine>
}

function eachKeyed(name: string, run: (world: KeyedWorld) => Promise<void>): void {
  eachEngine(name, async (world) => {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-keys-'))
    const file = join(folder, 'sallyport.key')
    replaceKeyFile(file, world.engine.keys.all)
    const process = (points?: Interposed) =>
      world.node({ keys: watchKeyFile(file), transports: [captureTransport('email')] }, points)
    try {
      await run({ ...world, engine: await process(), file, process })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

function rotation({ file }: KeyedWorld, more: Partial<RotateInput> = {}): RotateInput {
  return {
    actor: operator,
    newKey: () => newKey(random),
    write: (keys) => replaceKeyFile(file, keys),
    pause: () => Promise.resolve(),
    ...more,
  }
}

/** Bytes that anybody may see. */
const notSealed = ['application_logos.bytes']

const idsOf = ({ keys }: Engine) => keys.all.map(({ id }) => id)

eachEngine(
  'F-25: every sealed column of the schema is in the list that a rotation works through',
  async (world) => {
    const tables = await world.engine.storage.tables<Record<string, never>>().introspection.getTables()
    const bytes = tables.flatMap((table) =>
      table.columns
        .filter((column) => /^(blob|bytea)$/i.test(column.dataType))
        .map((column) => `${table.name}.${column.name}`),
    )
    const sealed = sealedColumns.map(({ table, column }) => `${table}.${column}`)
    assert.deepEqual(bytes.sort(), [...sealed, ...notSealed].sort())
    for (const { table, account, factor, locks } of sealedColumns) {
      const known = tables.find(({ name }) => name === table)?.columns.map(({ name }) => name) ?? []
      for (const name of ['id', ...locks, ...[account, factor].flatMap((one) => one ?? [])])
        assert.ok(known.includes(name), `${table}.${name}`)
    }
  },
)

eachKeyed(
  'R17, F-25: what was sealed before a rotation opens after it, without the old key',
  async (world) => {
    const { engine, echo, clock } = world
    const [old = ''] = idsOf(engine)
    const ana = await person(world, 'Ana')
    const ben = await person(world, 'Ben')
    const session = await sessionOf(engine, ben.token)
    await enrolMore(engine, session, 'echo-code', () => ({ code: echo.last('ben') }), { to: 'ben' })
    const asked = await halfway(engine, 'Ben')
    await issueChallenge(engine, { secret: asked.secret, factor: 'echo-code', surroundings })
    await passwordOnly(world, 'Cid')
    const cid = await halfway(engine, 'Cid')
    const offered = await begin(engine, cid.secret, 'totp')
    const token = tokenOf((await newSetUpLink(engine, 'test', 'test')).link)
    const account = { token, account: 'Root', password: goodPassword, factor: 'totp', surroundings }
    const setUp = await beginSetUp(engine, account)
    const message = {
      template: 'factor.removed',
      values: { at: 0, account: 'Ana', factor: 'X', label: 'Y' },
    } as const
    const letter = { accountId: ana.account.id, channel: 'email', to: 'ana@example.com', message } as const
    await engine.storage.book({ statements: [engine.delivery.enqueue(letter)], locks: [] })

    const rotated = await rotateKeys(engine, rotation(world))
    assert.ok(rotated.made)
    assert.ok(rotated.resealed >= 10, `${rotated.resealed} values`)
    assert.deepEqual([rotated.unreadable, rotated.left], [0, 0])
    assert.deepEqual([...(await sealedByKey(engine)).keys()], [rotated.keyId])

    await forgetKey(engine, { actor: operator, keyId: old })
    replaceKeyFile(
      world.file,
      engine.keys.all.filter(({ id }) => id !== old),
    )
    const later = await world.process()
    assert.deepEqual(idsOf(later), [rotated.keyId])
    await signIn({ ...world, engine: later }, ana)
    await prove(later, asked, [codeProof(echo.last('ben'), 'echo-code')], { complete: {} })
    const recovering = await halfway(later, 'Ana')
    await prove(later, recovering, [codeProof(ana.recoveryCodes[0] ?? '', 'recovery-codes')])
    await confirm(later, cid.secret, offered.authenticator.id, { code: codeAt(offered.show, clock.now()) })
    await confirmSetUp(later, { token, answer: { code: codeAt(setUp.show, clock.now()) }, surroundings })
    const delivered = await later.delivery.deliverDue({ limit: 10 })
    assert.equal(delivered.abandoned, 0)
    assert.ok(delivered.sent > 0)
    assert.deepEqual((await later.audit.verify()).findings, [], 'the trail hangs on the root, which stays')
  },
)

eachKeyed(
  'F-25: a rotation that is killed goes on, with the same new key, and both open until it is done',
  async (world) => {
    const ana = await person(world, 'Ana')
    await person(world, 'Ben')
    const keys = new Set<string>()
    for (const kill of [1, 2, 2]) {
      const points = interposed()
      const doomed = await world.process(points)
      let booked = 0
      points.before = () => {
        if (++booked >= kill) throw new Error('killed')
      }
      await assert.rejects(rotateKeys(doomed, rotation(world)), /killed/)
      keys.add(doomed.keys.active.id)
      const survivor = await world.process()
      await signIn({ ...world, engine: survivor }, ana)
    }
    const engine = await world.process()
    const rotated = await rotateKeys(engine, rotation(world))
    assert.deepEqual([...keys], [rotated.keyId])
    assert.deepEqual([...(await sealedByKey(engine)).keys()], [rotated.keyId])
    assert.equal(idsOf(engine).length, 2)
  },
)

eachKeyed(
  'F-25: beside a server under load nobody is refused, and nothing stays sealed with the old key',
  async (world) => {
    const server = await world.process()
    const home = { ...world, engine: server }
    const people = await Promise.all(['Ana', 'Ben', 'Cid'].map((name) => passwordOnly(home, name)))
    let rotating = true
    let accepted = 0
    const load = people.map(async ({ name }) => {
      while (rotating) {
        const started = await halfway(server, name)
        const begun = await begin(server, started.secret, 'totp')
        accepted += begun.confirms ? 1 : 0
      }
    })
    await new Promise((resolve) => setTimeout(resolve, 300))
    const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
    const rotated = await rotateKeys(world.engine, rotation(world, { pause }))
    rotating = false
    await Promise.all(load)
    assert.ok(accepted > 3, `${accepted} sign-ins and offers`)
    assert.equal(rotated.left, 0)
    assert.deepEqual([...(await sealedByKey(server)).keys()], [rotated.keyId])
  },
)

eachKeyed(
  'F-25: a key that opens something is not dropped, and taken out too early nothing starts (A-097)',
  async (world) => {
    const { engine, file } = world
    await person(world, 'Ana')
    const { id } = engine.keys.active
    assert.equal(await refusal(forgetKey(engine, { actor: operator, keyId: id })), 'key.in-use')
    const young = newKey(random)
    replaceKeyFile(file, [young, ...engine.keys.all])
    const switched = await world.process()
    assert.equal(switched.keys.active.id, young.id)
    assert.equal(await refusal(forgetKey(switched, { actor: operator, keyId: id })), 'key.in-use')
    replaceKeyFile(file, [young])
    assert.equal(await refusal(world.process()), 'key.wrong')
    assert.equal(
      await refusal(rotateKeys(engine, rotation(world, { write: undefined }))),
      'key.not-replaceable',
    )
  },
)

eachKeyed('on several nodes a key is made known first, and seals once all of them have it', async (world) => {
  const { engine } = world
  const ana = await person(world, 'Ana')
  const { id } = engine.keys.active
  const { keyId } = await addKey(engine, rotation(world))
  assert.deepEqual(idsOf(engine), [id, keyId])
  assert.equal(await refusal(addKey(engine, rotation(world))), 'key.waiting')
  assert.deepEqual([...(await sealedByKey(engine)).keys()], [id])
  const rotated = await rotateKeys(engine, rotation(world))
  assert.deepEqual({ ...rotated, resealed: 0 }, { keyId, made: false, resealed: 0, unreadable: 0, left: 0 })
  assert.deepEqual(idsOf(engine), [keyId, id])
  await signIn(world, ana)
})

eachKeyed('F-28: a value that nothing opens stays as it is, and holds nothing up', async (world) => {
  const { engine } = world
  const ana = await person(world, 'Ana')
  const ben = await person(world, 'Ben')
  const [old = ''] = idsOf(engine)
  const broken = Buffer.concat([Buffer.of(1), Buffer.from(old, 'hex'), Buffer.alloc(60)])
  await tamper(engine, (db) =>
    db.updateTable('authenticators').set({ data: broken }).where('id', '=', ben.totp.id),
  )
  const rotated = await rotateKeys(engine, rotation(world))
  assert.deepEqual([rotated.unreadable, rotated.left], [1, 0])
  await forgetKey(engine, { actor: operator, keyId: old })
  await signIn(world, ana)
  const again = await rotateKeys(engine, rotation(world))
  assert.ok(again.made)
})

import assert from 'node:assert/strict'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { emailAddress, typedName } from '../../src/accounts/index.ts'
import {
  beginSetUp,
  createAccount,
  createApplication,
  createWebhook,
  endException,
  fateOfTables,
  findRegistrationToken,
  inviteAccount,
  issueRegistrationToken,
  listExceptions,
  listRegistrationTokens,
  makeBackup,
  newSetUpLink,
  type Restored,
  type RestoreInput,
  registrationTerms,
  requestException,
  restoreBackup,
  resumeAuthenticator,
  revokeRegistrationToken,
} from '../../src/administration/index.ts'
import { complete } from '../../src/authentication/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import { type Engine, migrations } from '../../src/engine.ts'
import { redeemInvitation } from '../../src/enrolment/index.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { type Keyring, keyring, masterKey } from '../../src/kernel/keyring.ts'
import { copyStorage, migrateStorage, unpackBackup, verifyBackup } from '../../src/storage/index.ts'
import {
  codeProof,
  eachEngine,
  goodPassword,
  halfway,
  openTestEngine,
  openWorld,
  operator,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  signIn,
  startAt,
  step,
  surroundings,
  tamper,
  testFactors,
  testKeys,
  tokenOf,
  totpOf,
  type World,
  type WorldOptions,
} from '../kit/engine.ts'
import { giveAddress } from '../kit/siege.ts'

/** A world with a folder for its backups. */
interface Scene extends World {
  readonly folder: string
  backup(name?: string): Promise<string>
  /** Closes what is open, brings the backup back into the same database, and opens it again. */
  restore(file: string, more?: Partial<RestoreInput>): Promise<{ engine: Engine; restored: Restored }>
}

function eachScene(name: string, run: (scene: Scene) => Promise<void>): void {
  eachEngine(
    name,
    async (world) => {
      const folder = mkdtempSync(join(tmpdir(), 'sallyport-backup-'))
      try {
        await run(sceneIn(world, folder))
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
    { transports: [captureTransport('email')], policy: { remember: '30d' } },
  )
}

function sceneIn(world: World, folder: string): Scene {
  return {
    ...world,
    folder,
    async backup(name = 'monday.backup') {
      const file = join(folder, name)
      await makeBackup(world.engine, { actor: operator, database: world.database, migrations, file })
      return file
    },
    async restore(file, more = {}) {
      await world.engine.close()
      const restored = await restore(world, world.database, folder, { file, replace: true, ...more })
      return { engine: await world.node(), restored }
    },
  }
}

/** Restores by the engines of a world, under its clock. */
function restore(
  world: Pick<World, 'node'>,
  database: string,
  folder: string,
  input: Partial<RestoreInput> & { readonly file: string } & Pick<
      WorldOptions,
      'keys' | 'factorModules' | 'transports'
    >,
): Promise<Restored> {
  const { keys = testKeys(), factorModules, transports, ...rest } = input
  const own = { ...(factorModules ? { factorModules } : {}), ...(transports ? { transports } : {}) }
  const scratch = join(folder, 'scratch.db')
  const open = (unpacked: string) => world.node({ database: unpacked, keys, ...own })
  return restoreBackup(
    { database, migrations, scratch, open },
    { actor: operator, replace: false, dryRun: false, ...rest },
  )
}

const settle = 5 * step

eachEngine('R17: of every table it is said what a restore makes of it', async ({ engine }) => {
  const tables = await engine.storage.tables<Record<string, never>>().introspection.getTables()
  assert.deepEqual(tables.map(({ name }) => name).sort(), Object.keys(fateOfTables).sort())
})

eachScene('R17: codes that were used after the backup stay used, on every factor', async (scene) => {
  const { clock } = scene
  const ana = await person(scene, 'Ana')
  const file = await scene.backup()
  const code = totpOf(scene, ana)
  await signIn(scene, ana)
  const recovery = codeProof(ana.recoveryCodes[0] ?? '', 'recovery-codes')
  await prove(scene.engine, await halfway(scene.engine, 'Ana'), [recovery])

  const { engine } = await scene.restore(file)
  const home = { ...scene, engine }
  for (const proof of [code, totpOf(home, ana), recovery]) {
    const again = prove(engine, await halfway(engine, 'Ana'), [proof])
    assert.equal(await refusal(again), 'proof.refused')
  }
  clock.advance(settle)
  await signIn(home, ana)
})

eachScene('R17: nothing that was issued before a restore counts after it', async (scene) => {
  const { engine: before } = scene
  const ana = await person(scene, 'Ana')
  const { completed } = await prove(before, await halfway(before, 'Ana'), [totpOf(scene, ana)], {
    complete: { rememberDevice: true, rememberBrowser: true },
  })
  assert.ok(completed?.rememberedToken)
  scene.clock.advance(step)
  const ben = await passwordOnly(scene, 'Ben')
  const subject = { actor: operator, accountId: ben.id, reason: 'test' }
  const invitation = tokenOf((await inviteAccount(before, subject)).invitation.link)
  const setUp = tokenOf((await newSetUpLink(before, 'test', 'test')).link)
  const half = await halfway(before, 'Ana')
  await letTellOf(before, ben.id)

  const { engine, restored } = await scene.restore(await scene.backup())
  assert.equal(await engine.sessions.read(completed.token, { door: 'rest' }), undefined)
  assert.equal(await engine.throttle.recognise(completed.deviceToken), undefined)
  const finishing = complete(engine, { secret: half.secret, options: {}, surroundings })
  assert.equal(await refusal(finishing), 'attempt.not-found')
  assert.equal(await refusal(redeemInvitation(engine, invitation)), 'invitation.spent')
  const form = { token: setUp, account: 'Root', password: goodPassword, factor: 'totp', surroundings }
  assert.equal(await refusal(beginSetUp(engine, form)), 'set-up.link-unknown')
  const account = await engine.accounts.find(ana.account.id)
  assert.equal(account?.epoch, ana.account.epoch + 1)
  for (const [table, fate] of Object.entries(fateOfTables))
    if (fate === 'void') assert.equal((await rowsOf(engine, table)).length, 0, table)
  const waiting = (await rowsOf(engine, 'outbox')).filter((row) => row.status === 'waiting')
  assert.deepEqual(
    waiting.map((row) => row.template),
    [],
  )
  assert.equal(restored.renewal?.voided, 1, "Ana's recovery codes")
  const told = await engine.audit.search({ event: 'restore.completed' })
  assert.equal(told.items[0]?.details?.digest, restored.facts.digest)
  assert.deepEqual((await engine.audit.verify()).findings, [])
  const alone = await prove(engine, await startAt(engine, 'Ana'), [passwordProof()], {
    complete: {},
    surroundings: { ...surroundings, remembered: completed.rememberedToken },
  })
  assert.equal(alone.completed, undefined)
})

eachScene(
  'R17: an exception that was taken back after the backup leaves out nothing again',
  async (scene) => {
    await passwordOnly(scene, 'Ben')
    const { engine: before } = scene
    const { id } = await requestException(before, {
      actor: operator,
      account: typedName.parse('Ben'),
      demands: ['mfa.required'],
      until: scene.clock.now() + 90 * 24 * 3_600_000,
      reason: 'his key is on its way',
    })
    const file = await scene.backup()
    await endException(before, { actor: operator, id, reason: 'his password was stolen' })
    const { engine } = await scene.restore(file)
    const { completed } = await prove(engine, await startAt(engine, 'Ben'), [passwordProof()], {
      complete: {},
    })
    assert.equal(completed, undefined)
    const [listed] = await listExceptions(engine, { actor: operator })
    assert.deepEqual([listed?.state, listed?.endReason], ['ended', 'A backup was restored.'])
  },
)

eachScene(
  'R17: a registration token that was used or revoked after the backup registers nothing again',
  async (scene) => {
    const { token, text } = await issueRegistrationToken(scene.engine, {
      actor: operator,
      terms: registrationTerms.parse({
        ...{ name: 'pipeline', namePrefix: 'CI', expiresAt: scene.clock.now() + 24 * 3_600_000 },
      }),
    })
    const file = await scene.backup()
    await revokeRegistrationToken(scene.engine, { actor: operator, tokenId: token.id, reason: 'leaked' })
    const { engine } = await scene.restore(file)
    assert.equal(await findRegistrationToken(engine, { text, door: 'oidc' }), undefined)
    const [kept] = await listRegistrationTokens(engine, { actor: operator })
    assert.notEqual(kept?.revokedAt, undefined)
  },
)

eachScene(
  'R17: what is of a factor that the restoring server does not know is held back until it is known and renewed',
  async (scene) => {
    const ana = await person(scene, 'Ana')
    await giveAddress(scene, ana, 'ana@example.com', { confirmed: true })
    const file = await scene.backup()
    const used = totpOf(scene, ana)
    await signIn(scene, ana)
    await scene.engine.close()
    const factorModules = testFactors().filter(({ id }) => id !== 'totp')
    const input = { file, replace: true, factorModules }
    const { renewal } = await restore(scene, scene.database, scene.folder, input)
    assert.deepEqual([renewal?.stalled, renewal?.voided, renewal?.told], [1, 1, 2])

    const [other, engine] = [await scene.node({ factorModules }), await scene.node()]
    const held = (await engine.authenticators.ofAccount(ana.account.id)).find((row) => row.factor === 'totp')
    assert.ok(held)
    assert.deepEqual([held.status, held.stale], ['suspended', true])
    const care = {
      actor: operator,
      accountId: ana.account.id,
      authenticatorId: held.id,
      reason: 'it is known again',
    }
    assert.equal(await refusal(resumeAuthenticator(other, care)), 'authenticator.factor-unknown')
    const before = prove(engine, await halfway(engine, 'Ana'), [used])
    assert.equal(await refusal(before), 'proof.refused')
    await resumeAuthenticator(engine, care)
    const resumed = await engine.authenticators.find(held.id)
    assert.equal(resumed?.version, held.version + 1, 'renewed and let go in one write')
    const again = prove(engine, await halfway(engine, 'Ana'), [used])
    assert.equal(await refusal(again), 'proof.refused', 'it was used after the backup')
    scene.clock.advance(settle)
    await signIn({ ...scene, engine }, ana)
  },
)

eachScene(
  'R11, R17: what was lost before a restore is nothing that the help desk lets go again',
  async (scene) => {
    const ana = await person(scene, 'Ana')
    await tamper(scene.engine, (db) =>
      db.updateTable('authenticators').set({ status: 'lost' }).where('factor', '=', 'totp'),
    )
    const file = await scene.backup()
    await scene.engine.close()
    const factorModules = testFactors().filter(({ id }) => id !== 'totp')
    await restore(scene, scene.database, scene.folder, { file, replace: true, factorModules })
    const engine = await scene.node()
    const rows = await engine.authenticators.ofAccount(ana.account.id)
    const lost = rows.find((row) => row.factor === 'totp')
    assert.ok(lost)
    assert.equal(lost.status, 'disabled')
    const care = { actor: operator, accountId: ana.account.id, authenticatorId: lost.id, reason: 'asked' }
    assert.notEqual(await refusal(resumeAuthenticator(engine, care)), 'nothing was refused')
  },
)

eachScene(
  'R17: a dry run sends nothing of what waits or is to be told, and leaves nothing behind',
  async (scene) => {
    const ana = await person(scene, 'Ana')
    await giveAddress(scene, ana, 'ana@example.com', { confirmed: true })
    await letTellOf(scene.engine, ana.account.id)
    const waiting = (await rowsOf(scene.engine, 'outbox')).filter(({ status }) => status === 'waiting')
    assert.equal(waiting.length, 1)
    const file = await scene.backup()
    await scene.engine.close()
    const mailbox = captureTransport('email')
    const input = { file, dryRun: true, transports: [mailbox] }
    await restore(scene, scene.database, scene.folder, input)
    assert.deepEqual(mailbox.messages, [])
    assert.deepEqual(readdirSync(scene.folder), ['monday.backup'])
    const untouched = await scene.node()
    assert.deepEqual(
      (await rowsOf(untouched, 'outbox')).filter(({ status }) => status === 'waiting'),
      waiting,
    )
  },
)

eachScene('R17: whoever lost recovery codes by it is told', async (scene) => {
  const ana = await person(scene, 'Ana')
  const address = emailAddress.parse('ana@example.com')
  const { statement } = scene.engine.contacts.add({ accountId: ana.account.id, address, source: 'owner' })
  await scene.engine.storage.book({ statements: [statement], locks: [] })
  const { engine, restored } = await scene.restore(await scene.backup())
  assert.deepEqual([restored.renewal?.voided, restored.renewal?.told], [1, 1])
  const waiting = (await rowsOf(engine, 'outbox')).filter((row) => row.status === 'waiting')
  assert.deepEqual(
    waiting.map((row) => row.template),
    ['factor.voided'],
  )
  const rows = await engine.authenticators.ofAccount(ana.account.id)
  assert.deepEqual(rows.map((row) => row.factor).sort(), ['password', 'totp'])
})

eachScene('R17: who was told what happens is told nothing more until somebody says so', async (scene) => {
  const { engine: before } = scene
  const application = await createApplication(before, { actor: operator, name: 'Wiki' })
  const { webhook } = await createWebhook(before, {
    actor: operator,
    settings: { name: 'Siem', url: 'https://siem.example.com/', events: ['*'] },
  })
  const stream = await before.streams.create({
    ...{ applicationId: application.id, door: 'oidc', delivery: { method: 'poll' } },
    ...{ requested: undefined, description: undefined, authorization: 'Bearer of-theirs' },
  })
  await before.storage.book({ statements: stream.statements, locks: [] })
  const { engine } = await scene.restore(await scene.backup())
  const [webhooks, streams] = [await engine.webhooks.list(), await engine.streams.list()]
  assert.deepEqual(
    webhooks.map(({ id, status, pausedReason }) => [id, status, pausedReason]),
    [[webhook.id, 'paused', 'restored']],
  )
  assert.deepEqual(
    streams.map(({ id, status, cause }) => [id, status, cause]),
    [[stream.id, 'paused', 'restored']],
  )
  assert.deepEqual(await rowsOf(engine, 'subscription_feeds'), [])
})

eachScene(
  'A-093: a backup holds no key, and nothing in clear; it is its owner’s alone and never overwritten',
  async (scene) => {
    const ana = await person(scene, 'Ana')
    const file = await scene.backup()
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const bytes = readFileSync(file).toString('latin1')
    const secret = String(ana.totp.shown.secret)
    for (const canary of [
      secret,
      secret.replaceAll(' ', ''),
      goodPassword,
      ana.recoveryCodes[0] ?? '',
      ana.token,
    ])
      assert.ok(!bytes.includes(canary))
    for (const key of testKeys().all) assert.ok(!bytes.includes(Buffer.from(key.secret).toString('latin1')))
    assert.equal(await refusal(scene.backup()), 'archive.exists')
    assert.deepEqual(readFileSync(file).toString('latin1'), bytes)
  },
)

eachScene(
  'a backup that was changed, or made by somebody else, is refused, and nothing is touched',
  async (scene) => {
    await person(scene, 'Ana')
    const file = await scene.backup()
    const changed = join(scene.folder, 'changed.backup')
    copyFileSync(file, changed)
    const db = new DatabaseSync(changed)
    db.exec("UPDATE accounts SET role = 'administrator'")
    db.close()
    const cut = join(scene.folder, 'cut.backup')
    writeFileSync(cut, readFileSync(file).subarray(0, 20_000))
    const into = (name: string, keys?: Keyring) =>
      refusal(
        restore(scene, join(scene.folder, 'target.db'), scene.folder, {
          file: name,
          ...(keys ? { keys } : {}),
        }),
      )
    assert.equal(await into(changed), 'archive.changed')
    assert.match(await into(cut), /^archive\./)
    assert.equal(await into(join(scene.folder, 'nothing.backup')), 'archive.unreadable')
    const other = keyring([masterKey(new Uint8Array(32).fill(3))])
    assert.equal(await into(file, other), 'key.wrong')
    assert.ok(!existsSync(join(scene.folder, 'target.db')))
    assert.ok(!existsSync(join(scene.folder, 'scratch.db')), 'what was unpacked is removed')
  },
)

eachScene('A-093: the digest of a backup that somebody remade does not have our seal', async (scene) => {
  await person(scene, 'Ana')
  const file = await scene.backup()
  const forged = join(scene.folder, 'forged.backup')
  const facts = { ...factsIn(file), seal: 'ab'.repeat(32) }
  copyFileSync(file, forged)
  const db = new DatabaseSync(forged)
  db.prepare('UPDATE archive SET facts = ?').run(JSON.stringify(facts))
  db.close()
  const target = join(scene.folder, 'target.db')
  assert.equal(await refusal(restore(scene, target, scene.folder, { file: forged })), 'backup.not-sealed')
})

eachScene('A-093: a trigger that somebody has planted in a backup is never run', async (scene) => {
  const mallory = await person(scene, 'Mallory')
  const file = await scene.backup()
  const db = new DatabaseSync(file)
  db.exec(`CREATE TRIGGER planted AFTER UPDATE ON accounts BEGIN
    UPDATE accounts SET role = 'administrator' WHERE name_key = 'mallory';
  END`)
  db.close()
  const { engine } = await scene.restore(file)
  assert.equal((await engine.accounts.find(mallory.account.id))?.role, 'person')
})

eachScene('R17: an old backup is not passed off as one of today', async (scene) => {
  await person(scene, 'Ana')
  const file = await scene.backup()
  const later = scene.clock.now() + 30 * 86_400_000
  const db = new DatabaseSync(file)
  db.prepare('UPDATE archive SET facts = ?').run(JSON.stringify({ ...factsIn(file), madeAt: later }))
  db.close()
  const target = join(scene.folder, 'target.db')
  assert.equal(await refusal(restore(scene, target, scene.folder, { file })), 'backup.not-sealed')
})

eachScene(
  'a place that is not empty is left as it is, unless it is said that it may be lost',
  async (scene) => {
    await person(scene, 'Ana')
    const file = await scene.backup()
    await passwordOnly(scene, 'Ben')
    await scene.engine.close()
    const again = restore(scene, scene.database, scene.folder, { file })
    assert.equal(await refusal(again), 'restore.not-empty')
    const { renewal } = await restore(scene, scene.database, scene.folder, { file, dryRun: true })
    assert.equal(renewal, undefined)
    const left = await scene.node()
    assert.equal(await left.accounts.count(), 2)
    await left.close()
    let lost: string | undefined
    const confirm = async (what: string | undefined) => {
      lost = what
    }
    await restore(scene, scene.database, scene.folder, { file, replace: true, confirm })
    assert.match(lost ?? '', /2 accounts/)
    assert.equal(await (await scene.node()).accounts.count(), 1)
  },
)

eachScene('beside a server that has the database open nothing is replaced', async (scene) => {
  await person(scene, 'Ana')
  const file = await scene.backup()
  const into = restore(scene, scene.database, scene.folder, { file, replace: true })
  assert.equal(await refusal(into), 'storage.in-use')
  assert.equal(await scene.engine.accounts.count(), 1)
})

eachScene('R17: a server that is pointed at a backup does not start', async (scene) => {
  await person(scene, 'Ana')
  const database = await scene.backup()
  assert.equal(await refusal(openTestEngine({ database })), 'storage.is-a-backup')
})

eachScene('a backup goes into either database, and from there into the other', async (scene) => {
  const ana = await person(scene, 'Ana')
  const account = {
    actor: operator,
    name: typedName.parse('Bén 🗝'),
    email: 'ben@example.com',
    role: 'person',
  } as const
  await createAccount(scene.engine, account)
  await tamper(scene.engine, (db) =>
    db
      .updateTable('authenticators')
      .set({ counter: String(2n ** 62n) })
      .where('factor', '=', 'password'),
  )
  const between = join(scene.folder, 'between.db')
  await restore(scene, between, scene.folder, { file: await scene.backup() })
  const carried = await scene.node({ database: between })
  const file = join(scene.folder, 'second.backup')
  await makeBackup(carried, { actor: operator, database: between, migrations, file })
  scene.clock.advance(settle)
  const { engine } = await scene.restore(file)
  scene.clock.advance(settle)
  await signIn({ ...scene, engine }, ana)
  const [password] = (await rowsOf(engine, 'authenticators')).filter((row) => row.factor === 'password')
  assert.equal(BigInt(String(password?.counter)), 2n ** 62n)
  const ben = await engine.accounts.findByName(typedName.parse('Bén 🗝').key)
  assert.deepEqual(
    (await engine.contacts.listOf(ben?.id ?? ana.account.id)).map(({ value }) => value),
    ['ben@example.com'],
  )
  assert.deepEqual((await engine.audit.verify()).findings, [])
})

eachScene(
  'a backup that an older version made is brought up to date; one of a newer version is refused',
  async (scene) => {
    await person(scene, 'Ana')
    const file = await scene.backup()
    const newer = join(scene.folder, 'newer.backup')
    copyFileSync(file, newer)
    const db = new DatabaseSync(newer)
    const facts = factsIn(file)
    db.prepare('UPDATE archive SET facts = ?').run(
      JSON.stringify({ ...facts, schema: [...facts.schema, '299901010000_later_thing'] }),
    )
    db.close()
    const target = join(scene.folder, 'target.db')
    assert.equal(await refusal(restore(scene, target, scene.folder, { file: newer })), 'storage.schema-newer')

    const database = join(scene.folder, 'older.db')
    const older = join(scene.folder, 'older.backup')
    const from = { database, migrations: migrationsBefore('202611260200_authenticators_reserved') }
    await migrateStorage(from)
    await copyStorage(from, { file: older, madeAt: 0, sealWith: ({ digest }) => digest })
    const olderFacts = await verifyBackup(older, { migrations })
    await unpackBackup(older, target, { migrations, facts: olderFacts })
    assert.deepEqual(await migrateStorage({ database: target, migrations }), [], 'nothing is left to do')
  },
)

/** A letter that waits to be sent. */
async function letTellOf(engine: Engine, accountId: Id<'account'>): Promise<void> {
  const values = { at: 0, account: 'A', factor: 'X', label: 'Y' }
  const message = { template: 'factor.removed', values } as const
  const letter = { accountId, channel: 'email', to: 'ana@example.com', message } as const
  await engine.storage.book({ statements: [engine.delivery.enqueue(letter)], locks: [] })
}

function migrationsBefore(name: string) {
  return migrations.filter((migration) => migration.name < name)
}

eachScene('a backup is of one moment, however much is written meanwhile', async (scene) => {
  const { engine } = scene
  let writing = true
  let made = 0
  const load = (async () => {
    while (writing) await passwordOnly(scene, `person ${made++}`)
  })()
  while (made < 3) await new Promise((resolve) => setTimeout(resolve, 5))
  const file = await scene.backup()
  writing = false
  await load
  const other = await openWorld(join(scene.folder, 'other.db'))
  try {
    const copy = join(scene.folder, 'copy.db')
    await restore(other, copy, scene.folder, { file })
    const restored = await other.node({ database: copy })
    const [accounts, passwords] = await Promise.all(
      ['accounts', 'authenticators'].map(async (table) => (await rowsOf(restored, table)).length),
    )
    assert.equal(accounts, passwords, 'no account without its password')
    assert.ok((accounts ?? 0) >= 2 && (accounts ?? 0) <= (await engine.accounts.count()))
    assert.deepEqual((await restored.audit.verify()).findings, [])
  } finally {
    await other.close()
  }
})

function factsIn(file: string): { schema: string[] } {
  const db = new DatabaseSync(file, { readOnly: true })
  const row = db.prepare('SELECT facts FROM archive').get()
  db.close()
  return JSON.parse(String(row?.facts))
}

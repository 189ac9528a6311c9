import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { type Account, canonicalName, typedName } from '../../src/accounts/index.ts'
import {
  addToGroup,
  changeAccount,
  checkDirectory,
  createApplication,
  createGroup,
  disableAccount,
  enableAccount,
  listDirectories,
  removeGroup,
  resetPassword,
  type SyncResult,
  syncDirectory,
  syncDue,
} from '../../src/administration/index.ts'
import { admit, complete, verifyOnce } from '../../src/authentication/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import { type DirectoriesConfig, openDirectories } from '../../src/directories/index.ts'
import type { Engine } from '../../src/engine.ts'
import { beginEnrolment } from '../../src/enrolment/index.ts'
import { openDesk } from '../../src/protocols/radius/desk.ts'
import {
  begin,
  codeAt,
  confirm,
  eachEngine,
  operator,
  type Person,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  setUpAdministrator,
  signIn,
  startAt,
  step,
  surroundings,
  totpOf,
  type World,
  type WorldOptions,
} from '../kit/engine.ts'
import { openSlapd, type Slapd, skipWithoutSlapd, suffix, userDn } from '../kit/slapd.ts'
import { accessRequest } from '../radius/request.fixture.ts'
import { withVpn } from '../radius/vpn.fixture.ts'

const password = 'harbour-lantern-42'
const groups = { base: `ou=groups,${suffix}` }
const minute = 60_000
const staff = Array.from({ length: 20 }, (_, number) => `person${number}`)

describe('accounts of a real OpenLDAP', { skip: skipWithoutSlapd }, () => {
  let slapd: Slapd
  before(async () => {
    slapd = await openSlapd()
  })
  after(() => slapd?.close())

  /** One engine for both databases each, and a directory with nobody but those named. */
  function withStaff(
    name: string,
    run: (world: World, sync: () => Promise<SyncResult>) => Promise<void>,
    { config = {}, options = {}, names = ['ana'] }: Settings = {},
  ): void {
    const directories: WorldOptions['directories'] = (deps) =>
      openDirectories(
        { staff: slapd.config({ groups, timeout: 1_000, ...config }) } as DirectoriesConfig,
        deps,
      )
    eachEngine(
      name,
      async (world) => {
        slapd.clear()
        slapd.add(...names.map((uid) => ({ uid, password, mail: `${uid}@northwind.example` })))
        const sync = () => syncDirectory(world.engine, { actor: operator, directory: 'staff' })
        await sync()
        await run(world, sync)
      },
      { ...options, directories },
    )
  }

  withStaff('signs in with the password of there and a second factor of here', async (world) => {
    const ana = await enrolled(world, 'ana')
    assert.equal((await signIn(world, ana)).session.assurance, 2)
    const started = await startAt(world.engine, 'ana')
    assert.equal(await refusal(prove(world.engine, started, [passwordProof('wrong')])), 'proof.refused')
    const [row] = (await world.engine.authenticators.ofAccount(ana.account.id)).filter(
      ({ factor }) => factor === 'password',
    )
    assert.equal(row?.weak, false)
  })

  withStaff(
    'R12: the password of a directory is reset there, and no other put in its place here',
    async (world) => {
      const { engine } = world
      const ana = await enrolled(world, 'ana')
      const reset = resetPassword(engine, { actor: operator, accountId: ana.account.id, reason: 'forgotten' })
      assert.equal(await refusal(reset), 'account.no-password')
      assert.equal((await signIn(world, ana)).session.assurance, 2)
    },
  )

  withStaff('A-108: an empty password opens nothing', async (world) => {
    const started = await startAt(world.engine, 'ana')
    for (const empty of ['\0', '\0x'])
      assert.equal(await refusal(prove(world.engine, started, [passwordProof(empty)])), 'proof.refused')
    assert.equal(await refusal(prove(world.engine, started, [passwordProof('')])), 'input.invalid')
  })

  withStaff('R14: password and code in one field, one bind, and wrong ones look alike', async (world) => {
    const { engine } = world
    const ana = await enrolled(world, 'ana')
    const { application } = await connected(engine)
    const ask = (given: { password?: string; code: string }) =>
      verifyOnce(engine, { application, account: 'ana', surroundings: { door: 'radius' }, ...given })
    const code = codeAt(ana.totp.shown, world.clock.now())
    const before = slapd.log()
    assert.deepEqual(await ask({ password: 'wrong', code }), { accepted: false, reason: 'refused' })
    assert.deepEqual(await ask({ password, code: '000000' }), { accepted: false, reason: 'refused' })
    assert.equal((await ask({ password, code })).accepted, true)
    const binds = slapd
      .log()
      .slice(before.length)
      .match(/BIND dn="uid=ana[^"]*" method=128/g)
    assert.equal(binds?.length, 3)
  })

  withStaff(
    'R12: whoever is disabled there is disabled here at the next reading, and signed out',
    async (world, sync) => {
      const { engine } = world
      const ana = await enrolled(world, 'ana')
      assert.ok(await engine.sessions.read(ana.token, { door: 'rest' }))
      slapd.disable('ana')
      assert.equal((await sync()).ended, 1)
      assert.equal((await accountOf(engine, 'ana'))?.status, 'disabled')
      assert.equal(await engine.sessions.read(ana.token, { door: 'rest' }), undefined)
      slapd.enable('ana')
      await sync()
      assert.equal((await accountOf(engine, 'ana'))?.status, 'active')
      assert.equal((await signIn(world, ana)).session.assurance, 2)
    },
  )

  withStaff('R12: and at once, where they are about to sign in', async (world) => {
    const { engine } = world
    const ana = await enrolled(world, 'ana')
    const started = await startAt(engine, 'ana')
    await prove(engine, started, [passwordProof(password)])
    slapd.disable('ana')
    const proofs = [totpOf(world, ana)]
    assert.equal(await refusal(prove(engine, started, proofs, { complete: {} })), 'attempt.expired')
    assert.equal((await accountOf(engine, 'ana'))?.status, 'disabled')
    assert.equal(await engine.sessions.read(ana.token, { door: 'rest' }), undefined)
  })

  withStaff('R11, R12: the last administrator is kept out then, and stays', async (world) => {
    const { engine } = world
    const ana = await enrolled(world, 'ana')
    const { id } = ana.account
    await changeAccount(engine, { actor: operator, accountId: id, reason: 'test', role: 'administrator' })
    const started = await startAt(engine, 'ana')
    await prove(engine, started, [passwordProof(password)])
    world.clock.advance(step)
    slapd.disable('ana')
    const proofs = [totpOf(world, ana)]
    assert.equal(await refusal(prove(engine, started, proofs, { complete: {} })), 'attempt.expired')
    assert.equal((await accountOf(engine, 'ana'))?.status, 'active')
  })

  withStaff('R12: also where all was proved before, and where one call asks', async (world) => {
    const { engine } = world
    const ana = await enrolled(world, 'ana')
    const started = await startAt(engine, 'ana')
    await prove(engine, started, [passwordProof(password), totpOf(world, ana)])
    world.clock.advance(step)
    slapd.disable('ana')
    const ending = complete(engine, { secret: started.secret, options: {}, surroundings })
    assert.equal(await refusal(ending), 'attempt.expired')
    assert.equal((await accountOf(engine, 'ana'))?.status, 'disabled')
  })

  withStaff('R12: nor does a session that is left open an application any more', async (world) => {
    const { engine } = world
    const ana = await enrolled(world, 'ana')
    const { application } = await connected(engine)
    const asked = {
      ...{ sessionToken: ana.token, applicationId: application.id, door: 'oidc', wishes: {}, surroundings },
    }
    assert.ok((await admit(engine, asked)).admitted)
    slapd.disable('ana')
    assert.equal((await admit(engine, asked)).refused, 'denied')
    assert.equal((await accountOf(engine, 'ana'))?.status, 'disabled')
    assert.equal((await admit(engine, asked)).refused, 'sign-in')
  })

  withStaff('R12: one call with a code alone asks the directory, too', async (world) => {
    const { engine } = world
    const ana = await enrolled(world, 'ana')
    const { application } = await connected(engine)
    slapd.remove(userDn('ana'))
    const code = codeAt(ana.totp.shown, world.clock.now())
    const asked = { application, account: 'ana', code, vouched: true, surroundings: { door: 'rest' } }
    assert.deepEqual(await verifyOnce(engine, asked), { accepted: false, reason: 'refused' })
    assert.equal((await accountOf(engine, 'ana'))?.status, 'active', 'only a reading ends whoever is gone')
  })

  withStaff(
    'F-19: down, it denies in bounded time, alike for names that nobody has; ours still sign in',
    async (world) => {
      const { engine } = world
      const [ana, admin] = [await enrolled(world, 'ana'), await person(world, 'local')]
      await slapd.stop()
      try {
        for (const name of ['ana', 'nobody']) {
          const started = await startAt(engine, name)
          const began = performance.now()
          assert.equal(await refusal(prove(engine, started, [passwordProof(password)])), 'factor.unavailable')
          assert.ok(performance.now() - began < 1_500)
        }
        assert.equal((await signIn(world, admin)).session.assurance, 2)
        assert.equal(
          await refusal(syncDirectory(engine, { actor: operator, directory: 'staff' })),
          'directory.unavailable',
        )
        assert.equal((await accountOf(engine, 'ana'))?.status, 'active')
        const [view] = await listDirectories(engine, { actor: operator })
        assert.equal(view?.last?.outcome, 'failed')
      } finally {
        await slapd.start()
      }
      const again = await world.node()
      assert.equal((await signIn(world, ana, {}, again)).session.assurance, 2)
    },
  )

  withStaff(
    'A-028: down, a wrong password of ours is told as everybody’s, in as many bookings, and counted',
    async (world) => {
      const { engine, clock } = world
      await enrolled(world, 'ana')
      const local = await person(world, 'local')
      await slapd.stop()
      try {
        const counted = async (reason: string) => {
          const rows = (await rowsOf(engine, 'audit_refusals')).filter((row) => row.reason === reason)
          return rows.reduce((sum, row) => sum + Number(row.count), 0)
        }
        const told = await Promise.all(
          ['ana', 'nobody', 'local'].map(async (name) => {
            const started = await startAt(engine, name)
            return (await prove(engine, started, [passwordProof('wrong-password-1')]).catch(String)) as string
          }),
        )
        assert.match(told[0] ?? '', /could not be checked just now/)
        assert.deepEqual(new Set(told).size, 1)
        assert.deepEqual([await counted('unavailable'), await counted('password.mismatch')], [2, 1])

        const portal = await engine.portal()
        const once = { application: portal, code: '123456', surroundings }
        for (const account of ['ana', 'nobody', 'local']) {
          const asked = verifyOnce(engine, { ...once, account, password: 'wrong-password-1' })
          assert.equal(await refusal(asked), 'factor.unavailable', account)
        }
        assert.deepEqual([await counted('unavailable'), await counted('password.mismatch')], [4, 2])

        for (const _ of [1, 2, 3, 4])
          await refusal(prove(engine, await startAt(engine, 'local'), [passwordProof('wrong-password-1')]))
        const hashes = world.hasher.inputs.length
        const right = [passwordProof()]
        const guesses = ['local', 'nobody'].map(
          async (name) => (await prove(engine, await startAt(engine, name), right).catch(String)) as string,
        )
        assert.deepEqual(await Promise.all(guesses), [told[0], told[0]], 'whose the tries were is not told')
        assert.equal(world.hasher.inputs.length - hashes, 2, 'by its time neither')
        assert.equal(await counted('throttled'), 1, 'R19: guesses are not free while it is down')
        for (const _ of [1, 2, 3, 4, 5]) {
          const asked = verifyOnce(engine, { ...once, account: 'local', password: 'wrong-password-1' })
          assert.equal(await refusal(asked), 'factor.unavailable')
        }
        assert.equal(await counted('throttled'), 2, 'nor at a door without a browser')
        clock.advance(60 * minute)
        assert.equal((await signIn(world, local)).session.assurance, 2)
      } finally {
        await slapd.start()
      }
    },
  )

  withStaff(
    'A-028: down, RADIUS is silent to all alike, and the same packet is judged once',
    async (world) => {
      const { engine } = world
      await enrolled(world, 'ana')
      await person(world, 'local')
      await slapd.stop()
      try {
        await withVpn(engine, async ({ secret }) => {
          const desk = openDesk(engine)
          const sender = { address: '127.0.0.1', port: 1 }
          for (const name of ['ana', 'nobody', 'local']) {
            const packet = accessRequest({ secret, name, typed: 'wrong-password-1123456' })
            for (const _ of [1, 2, 3]) assert.equal(await desk.take(packet, sender), undefined, name)
          }
          const rows = await rowsOf(engine, 'audit_refusals')
          assert.deepEqual(rows.map((row) => `${row.reason} ${row.count}`).toSorted(), [
            'password.mismatch 1',
            'unavailable 1',
            'unavailable 1',
          ])
        })
      } finally {
        await slapd.start()
      }
    },
  )

  withStaff(
    'A-028: a stranger costs a wrong password of theirs costs: a hash here and a question there',
    async (world) => {
      const { engine, hasher } = world
      for (const name of ['ana', 'nobody']) {
        const [hashes, log] = [hasher.inputs.length, slapd.log().length]
        await refusal(prove(engine, await startAt(engine, name), [passwordProof('wrong')]))
        assert.equal(hasher.inputs.length - hashes, 1, name)
        assert.equal(
          slapd
            .log()
            .slice(log)
            .match(/SRCH base="ou=people/g)?.length,
          1,
          name,
        )
      }
    },
  )

  withStaff(
    'R14, G15: guesses stop below the lock-out threshold of there, and a known device keeps a try',
    async (world) => {
      const { engine, clock } = world
      const ana = await enrolled(world, 'ana')
      const { deviceToken: device } = await signIn(world, ana, { rememberDevice: true })
      const guess = async (from: object) => {
        const started = await startAt(engine, 'ana')
        return refusal(
          prove(engine, started, [passwordProof('wrong')], { surroundings: { ...surroundings, ...from } }),
        )
      }
      const before = slapd.log().length
      for (const source of ['192.0.2.7', '192.0.2.8', '192.0.2.9'])
        assert.equal(await guess({ source }), 'proof.refused')
      assert.equal(await guess({ source: '192.0.2.10' }), 'throttled')
      assert.equal(await guess({ device }), 'proof.refused')
      assert.equal(await guess({ device }), 'throttled')
      const wrong = slapd
        .log()
        .slice(before)
        .match(/RESULT tag=97 err=49/g)
      assert.equal(wrong?.length, 4)
      for (const source of ['192.0.2.7', '192.0.2.8', '192.0.2.9', '192.0.2.10']) {
        const started = await startAt(engine, 'nobody')
        const outcome = await refusal(
          prove(engine, started, [passwordProof('x')], { surroundings: { ...surroundings, source } }),
        )
        assert.equal(
          outcome,
          source === '192.0.2.10' ? 'throttled' : 'proof.refused',
          'a stranger fares alike',
        )
      }
      clock.advance(10 * minute)
      assert.equal((await signIn(world, ana)).session.assurance, 2)
    },
    { config: { lockOut: { threshold: 5, window: 10 * minute } } },
  )

  withStaff('never takes over an account of ours that has the name', async (world, sync) => {
    const { engine } = world
    const ours = await passwordOnly(world, 'Boris', 'help-desk')
    slapd.add({ uid: 'boris', password }, { uid: 'ВОRІS', password })
    const { leftOut, created } = await sync()
    assert.deepEqual(
      leftOut.filter(({ name }) => name === 'boris'),
      [{ name: 'boris', because: 'name-taken' }],
    )
    assert.equal(created, 0, 'nor does who only looks like it come in')
    const now = await accountOf(engine, 'boris')
    assert.deepEqual([now?.id, now?.directory], [ours.id, 'local'])
    const started = await startAt(engine, 'boris')
    assert.equal(await refusal(prove(engine, started, [passwordProof(password)])), 'proof.refused')
  })

  withStaff(
    'renamed there, an account keeps what its owner has set up; the name is free for others',
    async (world, sync) => {
      const { engine } = world
      const ana = await enrolled(world, 'ana')
      slapd.modify(`dn: ${userDn('ana')}\nchangetype: modrdn\nnewrdn: uid=ana.k\ndeleteoldrdn: 1\n`)
      slapd.add({ uid: 'ana', password: 'somebody-else-77' })
      await sync()
      await sync()
      const renamed = await accountOf(engine, 'ana.k')
      assert.equal(renamed?.id, ana.account.id)
      assert.ok(renamed)
      assert.equal((await signIn(world, { ...ana, account: renamed })).session.assurance, 2)
      const other = await accountOf(engine, 'ana')
      assert.notEqual(other?.id, ana.account.id)
      assert.deepEqual(
        (await engine.authenticators.ofAccount(other?.id ?? ana.account.id)).map(({ factor }) => factor),
        ['password'],
      )
    },
  )

  withStaff('no password of ours takes the place of theirs', async (world) => {
    const { engine } = world
    const ana = await enrolled(world, 'ana')
    const session = await engine.sessions.read(ana.token, { door: 'rest' })
    assert.ok(session)
    const authority = { by: 'session', session } as const
    assert.equal(
      await refusal(beginEnrolment(engine, { authority, factor: 'password', surroundings })),
      'enrolment.not-allowed',
    )
    const rows = await engine.authenticators.ofAccount(ana.account.id)
    const own = rows.find(({ factor }) => factor === 'password')
    assert.ok(own)
    await engine.storage.book({ statements: [engine.authenticators.remove(own)], locks: [] })
    assert.equal(
      await refusal(beginEnrolment(engine, { authority, factor: 'password', surroundings })),
      'password.elsewhere',
    )
  })

  withStaff(
    'F-31: where many are gone at once nothing is changed, administrators are told, and a word consents',
    async (world, sync) => {
      const { engine } = world
      const admin = await setUpAdministrator(world)
      await changeAccount(engine, {
        actor: operator,
        accountId: admin.account.id,
        reason: 'test',
        email: 'admin@northwind.example',
      })
      for (const uid of staff.slice(0, 5)) slapd.remove(userDn(uid))
      const held = await sync()
      assert.equal(held.outcome, 'held')
      assert.deepEqual(held.removals.accounts, { going: 5, of: staff.length })
      assert.equal(
        (await engine.accounts.listOfDirectory('staff')).every(({ status }) => status === 'active'),
        true,
      )
      await sync()
      const told = (await rowsOf(engine, 'outbox')).filter(({ template }) => template === 'directory.held')
      assert.equal(told.length, 1, 'once, and not at each reading')
      const wrong = await syncDirectory(engine, {
        actor: operator,
        directory: 'staff',
        consent: '00000000',
        reason: 'closed',
      })
      assert.equal(wrong.outcome, 'held')
      const done = await syncDirectory(engine, {
        actor: operator,
        directory: 'staff',
        consent: held.removals.word,
        reason: 'closed',
      })
      assert.deepEqual([done.outcome, done.ended], ['done', 5])
      assert.equal((await accountOf(engine, staff[0] ?? ''))?.status, 'disabled')
    },
    { names: staff, options: { transports: [captureTransport('email')] } },
  )

  withStaff(
    'F-31: an empty directory, or one that shows half, ends nobody',
    async (world, sync) => {
      const { engine } = world
      slapd.clear()
      assert.equal((await sync()).outcome, 'held')
      assert.equal(
        (await engine.accounts.listOfDirectory('staff')).every(({ status }) => status === 'active'),
        true,
      )
    },
    { names: staff },
  )

  withStaff('previews, and changes nothing by it', async (world) => {
    const { engine } = world
    slapd.add({ uid: 'boris', password })
    slapd.disable('ana')
    const seen = await syncDirectory(engine, { actor: operator, directory: 'staff', preview: true })
    assert.deepEqual([seen.outcome, seen.created, seen.ended, seen.ending], ['previewed', 1, 1, ['ana']])
    assert.equal(await accountOf(engine, 'boris'), undefined)
    assert.equal((await accountOf(engine, 'ana'))?.status, 'active')
    const { items } = await engine.audit.search({ event: 'directory.previewed' })
    assert.deepEqual(
      items.map(({ actor, details }) => [actor, details]),
      [['operator:test', { directory: 'staff' }]],
    )
  })

  withStaff(
    'who asked the servers of a directory, and what was found, stands in the trail',
    async (world) => {
      const { engine } = world
      await checkDirectory(engine, { actor: operator, directory: 'staff' })
      const { items } = await engine.audit.search({ event: 'directory.checked' })
      assert.deepEqual(
        items.map(({ actor, details }) => [actor, details]),
        [['operator:test', { directory: 'staff', bad: 0 }]],
      )
    },
  )

  withStaff('counts nobody who is left out, and tells of them beforehand', async (world, sync) => {
    const { engine, clock } = world
    await passwordOnly(world, 'Boris')
    slapd.add({ uid: 'boris', password }, { uid: 'carla', password })
    const leftOut = [{ name: 'boris', because: 'name-taken' }]
    const seen = await syncDirectory(engine, { actor: operator, directory: 'staff', preview: true })
    assert.deepEqual([seen.created, seen.leftOut], [1, leftOut])
    const done = await sync()
    assert.deepEqual([done.created, done.leftOut], [1, leftOut])
    clock.advance(10 * minute)
    await syncDue(engine)
    const { items } = await engine.audit.search({ event: 'directory.synced' })
    assert.equal(items.filter(({ actor }) => actor === 'directory:staff').length, 0, 'it is no news')
  })

  withStaff('the last administrator stays, whatever a directory says', async (world, sync) => {
    const { engine } = world
    const ana = await accountOf(engine, 'ana')
    assert.ok(ana)
    await changeAccount(engine, { actor: operator, accountId: ana.id, reason: 'test', role: 'administrator' })
    slapd.disable('ana')
    assert.deepEqual((await sync()).leftOut, [{ name: 'ana', because: 'last-administrator' }])
    assert.equal((await accountOf(engine, 'ana'))?.status, 'active')
    await setUpAdministrator(world)
    assert.deepEqual((await sync()).leftOut, [])
    assert.equal((await accountOf(engine, 'ana'))?.status, 'disabled')
  })

  withStaff('whom we have disabled ourselves no directory enables', async (world, sync) => {
    const { engine } = world
    const ana = await accountOf(engine, 'ana')
    assert.ok(ana)
    const subject = { actor: operator, accountId: ana.id, reason: 'test' }
    await disableAccount(engine, subject)
    await sync()
    assert.equal((await accountOf(engine, 'ana'))?.status, 'disabled')
    await enableAccount(engine, subject)
    slapd.disable('ana')
    await sync()
    await enableAccount(engine, subject)
    await sync()
    assert.equal((await accountOf(engine, 'ana'))?.status, 'disabled', 'there it still is')
  })

  withStaff(
    'R12: addresses of there are unverified, and older ones hear of each new one',
    async (world, sync) => {
      const { engine } = world
      const ana = await accountOf(engine, 'ana')
      assert.ok(ana)
      const [first] = await engine.contacts.listOf(ana.id)
      assert.deepEqual(
        [first?.value, first?.source, first?.verifiedAt],
        ['ana@northwind.example', 'directory', undefined],
      )
      assert.ok(first)
      await engine.storage.book({ statements: [engine.contacts.verify(first.id)], locks: [] })
      slapd.modify(`dn: ${userDn('ana')}\nchangetype: modify\nreplace: mail\nmail: mallory@evil.example\n`)
      await sync()
      const now = (await engine.contacts.listOf(ana.id)).toSorted((a, b) => a.value.localeCompare(b.value))
      assert.deepEqual(
        now.map(({ value, verifiedAt }) => [value, verifiedAt !== undefined]),
        [
          ['ana@northwind.example', true],
          ['mallory@evil.example', false],
        ],
      )
      const outbox = await rowsOf(engine, 'outbox')
      assert.equal(outbox.filter(({ template }) => template === 'contact.changed').length > 0, true)
    },
    { options: { transports: [captureTransport('email')] } },
  )

  withStaff('groups come along, for rules to speak of; by hand nobody joins them', async (world, sync) => {
    const { engine } = world
    slapd.add({ uid: 'boris', password })
    slapd.addGroup('treasury', [userDn('ana'), `cn=clerks,ou=groups,${suffix}`])
    slapd.addGroup('clerks', [userDn('boris')])
    slapd.addGroup('ours', [userDn('boris')])
    await createGroup(engine, { actor: operator, name: typedName.parse('Ours') })
    assert.deepEqual((await sync()).leftOut, [{ name: 'ours', because: 'group-name-taken' }])
    const groupsOf = async (name: string) => {
      const account = await accountOf(engine, name)
      assert.ok(account)
      return (await engine.groups.listOf(account.id)).map((group) => group.name)
    }
    assert.deepEqual([await groupsOf('ana'), await groupsOf('boris')], [['treasury'], ['clerks', 'treasury']])
    const treasury = (await engine.groups.list()).find(({ name }) => name === 'treasury')
    const local = await passwordOnly(world, 'local')
    assert.ok(treasury)
    const act = { actor: operator, groupId: treasury.id, reason: 'test' }
    assert.equal(await refusal(addToGroup(engine, { ...act, accountId: local.id })), 'group.of-directory')
    assert.equal(await refusal(removeGroup(engine, act)), 'group.of-directory')
    slapd.remove(`cn=clerks,ou=groups,${suffix}`)
    slapd.modify(
      `dn: cn=treasury,ou=groups,${suffix}\nchangetype: modrdn\nnewrdn: cn=money\ndeleteoldrdn: 1\n`,
    )
    await sync()
    assert.deepEqual([await groupsOf('ana'), await groupsOf('boris')], [['money'], []])
  })

  withStaff('is read by itself when its time has come, by one node at a time', async (world) => {
    const { engine, clock } = world
    slapd.add({ uid: 'boris', password })
    await syncDue(engine)
    assert.equal(await accountOf(engine, 'boris'), undefined)
    clock.advance(5 * minute)
    const other = await world.node()
    await Promise.all([syncDue(engine), syncDue(other)])
    assert.ok(await accountOf(engine, 'boris'))
    await engine.storage.book({ statements: [engine.directoryBooks.begin('staff')], locks: [] })
    assert.equal(
      await refusal(syncDirectory(other, { actor: operator, directory: 'staff' })),
      'directory.busy',
    )
    clock.advance(30 * minute)
    assert.equal((await syncDirectory(other, { actor: operator, directory: 'staff' })).outcome, 'done')
  })

  withStaff(
    'G6: once it is configured no longer, its accounts are denied and not taken for ours',
    async (world) => {
      const ana = await enrolled(world, 'ana')
      const without = await world.node({ directories: (deps) => openDirectories({}, deps) })
      const started = await startAt(without, 'ana')
      assert.equal(await refusal(prove(without, started, [passwordProof(password)])), 'factor.unavailable')
      assert.equal(await refusal(signIn(world, ana, {}, without)), 'factor.unavailable')
    },
  )

  withStaff('R2: whoever is new there sets up a second factor as policy says, and no more', async (world) => {
    const started = await startAt(world.engine, 'ana')
    const { progress } = await prove(world.engine, started, [passwordProof(password)])
    assert.equal(progress.state, 'enrolling')
  })
})

interface Settings {
  readonly config?: object
  readonly options?: WorldOptions
  readonly names?: readonly string[]
}

async function accountOf(engine: Engine, name: string): Promise<Account | undefined> {
  const reading = canonicalName(name)
  assert.ok(reading.valid)
  return engine.accounts.findByName(reading.key)
}

/** Somebody of the directory who has set up an authenticator app. */
async function enrolled(world: World, name: string): Promise<Person> {
  const { engine, clock } = world
  const account = await accountOf(engine, name)
  assert.ok(account, `${name} was not read`)
  const started = await startAt(engine, name)
  await prove(engine, started, [passwordProof(password)])
  const begun = await begin(engine, started.secret, 'totp')
  const code = codeAt(begun.show, clock.now())
  await confirm(engine, started.secret, begun.authenticator.id, { code })
  const { completed } = await complete(engine, { secret: started.secret, options: {}, surroundings })
  clock.advance(step)
  const totp = { id: begun.authenticator.id, shown: begun.show }
  return { account, password, totp, recoveryCodes: [], token: completed?.token ?? '' }
}

async function connected(engine: Engine) {
  const application = await createApplication(engine, { actor: operator, name: 'VPN' })
  return { application }
}

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import test from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { BerWriter } from 'ldapts'
import { softwarePhone } from '../../src/factors/push/simulator/index.ts'
import { eachHouse, origin, questionFor, reply, send, withPhone } from '../../src/factors/push/test/house.ts'
import { goodPassword, person, rowsOf, type World } from '../kit/engine.ts'
import { codeOf, resultOf, run, type System, skip, withSystem } from './system.fixture.ts'

const [yes, no] = [0, 49]
const settings = { phone: true, patience: 1 }
/** For binds that something else ends. */
const long = { phone: true, patience: 60 }

/** Milliseconds: more than any bind that is refused waits for its answer. */
const pause = 1_500

/** A number of somebody's own choice, behind the password. */
const typed = (number: string, password = goodPassword) => `${password},push${number}`

/** Questions that stand, and whose sign-in is not over. */
async function standing({ engine }: World): Promise<number> {
  const [challenges, attempts] = await Promise.all([rowsOf(engine, 'challenges'), rowsOf(engine, 'attempts')])
  const living = new Set(attempts.filter((row) => row.completed_at === null).map(({ id }) => id))
  return challenges.filter(
    (row) => row.used_at === null && Number(row.tries_left) > 0 && living.has(row.attempt_id),
  ).length
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(20)
}

/** What a bind comes to; it is waiting by the time this resolves. */
async function waiting(world: World, system: System, number: string): Promise<{ result: Promise<number> }> {
  const result = resultOf(system.client().bind(system.nameOf('alice'), typed(number)))
  await until(async () => (await standing(world)) === 1)
  return { result }
}

async function letIn({ engine }: World) {
  return (await rowsOf(engine, 'completions')).filter(({ purpose }) => purpose === 'verify')
}

eachHouse(
  'a bind waits until the phone was told what was typed behind the password, and is booked then',
  async (world) => {
    const { phone, owner } = await withPhone(world, 'alice')
    await withSystem(
      world.engine,
      async (system) => {
        const bind = await waiting(world, system, '492039')
        assert.equal((await questionFor(world, phone)).chosen, true, 'the phone says whose number it is')
        await reply(world, phone, 'approve', '492039')
        assert.equal(await bind.result, yes)
        const [completion] = await letIn(world)
        assert.equal(completion?.account_id, owner.account.id, 'R3')
        assert.equal(completion?.application_id, system.applicationId)
        const withCode = system
          .client()
          .bind(system.nameOf('alice'), `${goodPassword}${codeOf(world, owner)}`)
        assert.equal(await resultOf(withCode), yes, 'a code does as before')
      },
      long,
    )
  },
)

eachHouse('A-034: whoever bombs a phone with a number of their own gets no yes by it', async (world) => {
  const { phone } = await withPhone(world, 'alice')
  await withSystem(
    world.engine,
    async (system) => {
      const bombed = await waiting(world, system, '830517')
      await reply(world, phone, 'approve', '')
      assert.equal(await bombed.result, no)
      const again = system.client().bind(system.nameOf('alice'), typed('830518'))
      assert.equal(await resultOf(again), no)
      assert.equal(await standing(world), 0, 'and for a while it rings no more')
    },
    settings,
  )
})

eachHouse('A-034: “this was not me” ends the bind, and locks what rang', async (world) => {
  const { phone } = await withPhone(world, 'alice')
  await withSystem(
    world.engine,
    async (system) => {
      const bombed = await waiting(world, system, '830517')
      await reply(world, phone, 'report')
      assert.equal(await bombed.result, no)
      world.clock.advance(3_600_000)
      const again = system.client().bind(system.nameOf('alice'), typed('830518'))
      assert.equal(await resultOf(again), no)
      assert.equal(await standing(world), 0)
    },
    settings,
  )
})

eachHouse('N-17: a number that is guessed on the phone ends the question', async (world) => {
  const { phone } = await withPhone(world, 'alice')
  await withSystem(
    world.engine,
    async (system) => {
      const bind = await waiting(world, system, '492039')
      const question = await questionFor(world, phone)
      const guess = (number: string) =>
        send(world, phone.answer(question, { decision: 'approve', number }, world.clock.now()))
      assert.equal(await guess('492038'), 'refused')
      await assert.rejects(guess('492039'), { code: 'elsewhere.refused' })
      assert.equal(await bind.result, no)
    },
    settings,
  )
})

eachHouse(
  'A-034: a number that everybody thinks of, or that was used before, makes nobody’s phone ring',
  async (world) => {
    const { phone } = await withPhone(world, 'alice')
    await withSystem(
      world.engine,
      async (system) => {
        const first = await waiting(world, system, '492039')
        await reply(world, phone, 'approve', '492039')
        assert.equal(await first.result, yes)
        world.clock.advance(3_600_000)
        const before = (await rowsOf(world.engine, 'challenges')).length
        for (const number of ['492039', '123456', '321098', '111111', '121212', '47', '4920391'])
          assert.equal(
            await resultOf(system.client().bind(system.nameOf('alice'), typed(number))),
            no,
            number,
          )
        assert.equal((await rowsOf(world.engine, 'challenges')).length, before)
      },
      settings,
    )
  },
)

eachHouse('A-034: of two binds in parallel one asks, and the other is refused', async (world) => {
  const { phone } = await withPhone(world, 'alice')
  await withSystem(
    world.engine,
    async (system) => {
      const numbers = ['492039', '771904']
      const binds = numbers.map((number) =>
        resultOf(system.client().bind(system.nameOf('alice'), typed(number))),
      )
      await until(async () => (await standing(world)) === 1)
      const question = await questionFor(world, phone)
      const answer = { decision: 'approve', number: '492039' } as const
      await send(world, phone.answer(question, answer, world.clock.now()))
      const results = await Promise.all(binds)
      assert.equal((await letIn(world)).length, results.filter((result) => result === yes).length)
      assert.ok(results.includes(no))
    },
    settings,
  )
})

eachHouse('A-034: who gives a bind up ends its question, and a late answer lets nobody in', async (world) => {
  const { phone } = await withPhone(world, 'alice')
  await withSystem(
    world.engine,
    async (system) => {
      const hangUps: readonly ((socket: Awaited<ReturnType<typeof rawBind>>) => void)[] = [
        (socket) => socket.destroy(),
        (socket) => socket.write(message(2, (writer) => writer.writeString('', 0x42))),
        (socket) => socket.write(message(2, (writer) => writer.writeBuffer(Buffer.from([1]), 0x50))),
      ]
      for (const [index, hangUp] of hangUps.entries()) {
        const socket = await rawBind(system, typed(`49203${index}`))
        await until(async () => (await standing(world)) === 1)
        const question = await questionFor(world, phone)
        hangUp(socket)
        await until(async () => (await standing(world)) === 0)
        const answer = { decision: 'approve', number: `49203${index}` } as const
        await assert.rejects(send(world, phone.answer(question, answer, world.clock.now())))
        socket.destroy()
        world.clock.advance(3_600_000)
      }
      assert.deepEqual(await letIn(world), [])
    },
    long,
  )
})

eachHouse(
  'R14: no answer tells a wrong password from a phone that does not answer, nor from a name that nobody has',
  async (world) => {
    const { phone } = await withPhone(world, 'alice')
    await person(world, 'bella')
    await withSystem(
      world.engine,
      async (system) => {
        const told: number[] = []
        const refused = [
          ['alice', typed('830517', 'wrong-password-1')],
          ['nobody', typed('830517')],
          ['bella', typed('830517')],
        ] as const
        for (const [name, words] of refused)
          void resultOf(system.client().bind(system.nameOf(name), words)).then((result) => told.push(result))
        await until(async () => (await rowsOf(world.engine, 'audit_refusals')).length === 2)
        const bind = await waiting(world, system, '492039')
        await reply(world, phone, 'approve', '492039')
        assert.equal(await bind.result, yes)
        await wait(pause)
        assert.deepEqual(told, [], 'each no waits as long as an answer would be waited for')
      },
      long,
    )
  },
)

eachHouse('unless its application has it so, nobody’s phone is asked', async (world) => {
  await withPhone(world, 'alice')
  for (const off of [{}, { phone: true, mode: 'code' }])
    await withSystem(
      world.engine,
      async (system) => {
        for (const words of [typed('492039'), 'x,push492039', 'push492039'])
          assert.equal(await resultOf(system.client().bind(system.nameOf('alice'), words)), no)
        assert.equal((await rowsOf(world.engine, 'challenges')).length, 0)
      },
      off,
    )
})

test('0112: the words of a phone that does not know of chosen numbers are no answer to one', () => {
  const phone = softwarePhone(origin)
  const asked = {
    ...{ nonce: 'n', purpose: 'sign-in', account: 'a', application: 'b', device: 'c', place: 'd' },
    ...{ details: [], askedAt: 0 },
  }
  const answer = { decision: 'approve', number: '492039' } as const
  const { signature } = phone.answer(asked, answer, 0)
  assert.notEqual(phone.answer({ ...asked, chosen: true }, answer, 0).signature, signature)
})

if (!skip)
  eachHouse('OpenLDAP’s own program waits for the phone', async (world) => {
    const { phone } = await withPhone(world, 'alice')
    await withSystem(
      world.engine,
      async ({ url, nameOf }) => {
        const who = run('ldapwhoami', ['-x', '-H', url, '-D', nameOf('alice'), '-w', typed('492039')])
        await until(async () => (await standing(world)) === 1)
        await reply(world, phone, 'approve', '492039')
        assert.deepEqual(await who, { code: 0, out: `dn:${nameOf('alice')}\n` })
      },
      long,
    )
  })
else test('OpenLDAP’s own program waits for the phone', { skip }, () => undefined)

/** A bind as its bytes, for what no library does with it. */
async function rawBind({ port, nameOf }: System, password: string) {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.resume()
  socket.write(
    message(1, (writer) => {
      writer.startSequence(0x60)
      writer.writeInt(3)
      writer.writeString(nameOf('alice'))
      writer.writeString(password, 0x80)
      writer.endSequence()
    }),
  )
  return socket
}

function message(id: number, write: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(id)
  write(writer)
  writer.endSequence()
  return writer.buffer
}

import assert from 'node:assert/strict'
import test from 'node:test'
import { rotateDoorSecret } from '../../src/administration/index.ts'
import { openComplaints } from '../../src/protocols/radius/complaints.ts'
import { openDesk } from '../../src/protocols/radius/desk.ts'
import {
  codeAt,
  eachEngine,
  fixedClock,
  goodPassword,
  onSqliteEngine,
  operator,
  person,
  step,
} from '../kit/engine.ts'
import { keptLog, openTestServer } from '../kit/server.ts'
import { accessRequest, field } from './request.fixture.ts'
import { codeOf, hastened, openAsker, withVpn } from './vpn.fixture.ts'

const [accept, reject] = [2, 3]
const log = keptLog()

eachEngine(
  'an old system that cannot sign is understood by either secret while one follows the other',
  async (world) => {
    const alice = await person(world, 'Alice')
    await withVpn(
      world.engine,
      async ({ port, secret: first, applicationId }) => {
        const act = { actor: operator, applicationId, door: 'radius' }
        const { text: second } = await rotateDoorSecret(world.engine, { ...act, overlap: 10 * step })
        const asker = await openAsker(port)
        for (const secret of [first, second]) {
          const typed = `${goodPassword}${codeOf(world, alice)}`
          const answer = await asker.ask(accessRequest({ secret, name: 'Alice', typed, unsigned: true }))
          assert.equal(answer?.[0], accept, secret === first ? 'the older secret' : 'the newer secret')
        }
        const wrong = accessRequest({ secret: 'another', name: 'Alice', typed: 'x', unsigned: true })
        assert.equal(await asker.ask(wrong, 300), undefined)
        asker.close()
      },
      { requireMessageAuthenticator: false },
    )
  },
)

eachEngine('A-102: a packet that was let in lets nobody in later, nor from elsewhere', async (world) => {
  const alice = await person(world, 'Alice')
  await withVpn(world.engine, async ({ secret }) => {
    let later = 0
    const desk = openDesk(hastened(world.engine, () => later))
    const packet = accessRequest({ secret, name: 'Alice', typed: `${goodPassword}${codeOf(world, alice)}` })
    const sent = async (port: number) => (await desk.take(packet, { address: '127.0.0.1', port }))?.[0]
    assert.equal(await sent(1), accept)
    assert.equal(await sent(1), accept, 'sent once more by whoever did not hear the answer')
    assert.equal(await sent(2), reject, 'from another port')
    later = 10_001
    assert.equal(await sent(1), reject, 'later')
  })
})

eachEngine(
  'A-102: a name, password or message authenticator that stands twice lets nobody in',
  async (world) => {
    const alice = await person(world, 'Alice')
    await person(world, 'Mallory')
    await withVpn(world.engine, async ({ secret }) => {
      const desk = openDesk(world.engine)
      const asked = { secret, name: 'Alice', typed: `${goodPassword}${codeOf(world, alice)}` }
      const sent = async (...more: Buffer[]) =>
        (await desk.take(accessRequest({ ...asked, more }), { address: '127.0.0.1', port: 1 }))?.[0]
      assert.notEqual(await sent(field(1, 'Mallory')), accept, 'name')
      assert.notEqual(await sent(field(1, 'Alice')), accept, 'the same name')
      assert.notEqual(await sent(field(2, Buffer.alloc(16))), accept, 'password')
      assert.notEqual(await sent(field(80, Buffer.alloc(16))), accept, 'message authenticator')
      assert.equal(await sent(), accept)
    })
  },
)

onSqliteEngine(
  'A-106: strangers cannot push out the answers that systems may ask for again',
  async (world) => {
    const alice = await person(world, 'Alice')
    await withVpn(world.engine, async ({ port, secret }) => {
      const packet = accessRequest({ secret, name: 'Alice', typed: `${goodPassword}${codeOf(world, alice)}` })
      const [own, stranger] = [await openAsker(port), await openAsker(port, '127.0.0.2')]
      const answer = await own.ask(packet)
      for (let sent = 0; sent < 11_000; sent++) {
        stranger.send(accessRequest({ secret, name: 'Alice', typed: `guess ${sent}` }))
        if (sent % 50 === 0) await own.ask(accessRequest({ secret, code: 12 }))
      }
      assert.equal(answer?.[0], accept)
      assert.deepEqual(await own.ask(packet), answer)
      own.close()
      stranger.close()
    })
  },
)

onSqliteEngine(
  'A-106: packets of strangers cost no look-up each, and what is in hand is bounded',
  async (world) => {
    const { engine } = world
    await withVpn(engine, async ({ secret }) => {
      const { states } = engine.doors
      let asked = 0
      let later = 0
      let held: (() => void) | undefined
      const counting: typeof states = async (door) => {
        asked++
        if (held) await new Promise<void>((resolve) => (held = resolve))
        return states(door)
      }
      const desk = openDesk(
        Object.assign(
          hastened(engine, () => later),
          { doors: { ...engine.doors, states: counting } },
        ),
      )
      const packet = () => accessRequest({ secret, name: 'Alice', typed: 'guess' })
      const stranger = { address: '192.0.2.9', port: 1 }
      for (let sent = 0; sent < 5_000; sent++) await desk.take(packet(), stranger)
      assert.equal(asked, 1)

      later = 1_001
      held = () => undefined
      const many = Array.from({ length: 5_000 }, () => desk.take(packet(), stranger))
      await new Promise((resolve) => setImmediate(resolve))
      held()
      await Promise.all(many)
      assert.equal(asked, 2)
      const [[, counts] = []] = engine.tallies.all()
      assert.equal(counts?.get('too-many'), 5_000 - 1_024)
      assert.equal(counts?.get('unknown-client'), 5_000 + 1_024)
    })
  },
)

onSqliteEngine('A-106: a system that is besieged leaves room for the others', async (world) => {
  const { engine } = world
  await withVpn(engine, async ({ secret }) => {
    let free = () => {}
    const gate = new Promise<void>((resolve) => (free = resolve))
    const findByName: typeof engine.accounts.findByName = async (key) => {
      await gate
      return engine.accounts.findByName(key)
    }
    const slow = { accounts: { ...engine.accounts, findByName } }
    const desk = openDesk(Object.assign(Object.create(engine), slow))
    const ask = (more: object) =>
      desk.take(accessRequest({ secret, ...more }), { address: '127.0.0.1', port: 1 })
    const many = Array.from({ length: 600 }, (_, nth) =>
      ask({ name: 'Alice', typed: `wrong-password ${nth}` }),
    )
    while (!(await countOf(engine, 'too-many'))) await new Promise((resolve) => setImmediate(resolve))
    free()
    const answered = (await Promise.all(many)).filter(Boolean)
    assert.equal(answered.length, 256)
  })
})

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN
}

async function countOf(engine: Parameters<typeof openDesk>[0], outcome: string): Promise<number> {
  for (const [tally, counts] of engine.tallies.all())
    if (tally.name === 'sallyport_radius_packets_total') return counts.get(outcome) ?? 0
  return 0
}

onSqliteEngine('A-105: whatever comes, a system that is known is answered all the while', async (world) => {
  await withVpn(world.engine, async ({ port, secret }) => {
    const [own, fuzzer] = [await openAsker(port), await openAsker(port)]
    const seed = accessRequest({ secret, name: 'Alice', typed: 'guess', more: [field(26, Buffer.alloc(9))] })
    let state = 20261127
    const next = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return (state >>> 8) % below
    }
    const mutated = () => {
      const bytes = Buffer.concat([seed, Buffer.alloc(next(40))]).subarray(0, 1 + next(seed.length + 39))
      for (let times = next(6); times >= 0; times--) bytes[next(bytes.length)] = next(256)
      return Buffer.from(bytes)
    }
    const before = process.memoryUsage().rss
    const waits: number[] = []
    for (let sent = 0; sent < 50_000; sent++) {
      fuzzer.send(mutated())
      if (sent % 250 !== 0) continue
      const from = performance.now()
      assert.equal((await own.ask(accessRequest({ secret, code: 12, id: next(256) })))?.[0], accept)
      waits.push(performance.now() - from)
    }
    for (const length of [0, 1, 19, 20, 21, 4096, 4097, 65_507])
      fuzzer.send(Buffer.alloc(length, length % 256))
    assert.equal((await own.ask(accessRequest({ secret, code: 12 })))?.[0], accept)
    assert.ok(median(waits) < 100, `${median(waits)} ms`)
    assert.ok(process.memoryUsage().rss - before < 128 * 2 ** 20, 'memory')
    own.close()
    fuzzer.close()
  })
})

eachEngine(
  'A-108: there is one split, and whatever lacks a part costs the same and is refused',
  async (world) => {
    const alice = await person(world, 'Alice')
    await withVpn(world.engine, async ({ port, secret }) => {
      const asker = await openAsker(port)
      const ask = async (typed: string, name = 'Alice') => {
        // A pause after wrong ones is not what is looked at here.
        world.clock.advance(3_600_000)
        const before = world.hasher.inputs.length
        const answer = await asker.ask(accessRequest({ secret, name, typed }))
        return [answer?.[0], world.hasher.inputs.length - before]
      }
      const code = codeOf(world, alice)
      assert.deepEqual(await ask(code), [reject, 1], 'a code alone')
      assert.deepEqual(await ask(code, 'Nobody'), [reject, 1], 'a code alone, for a name that nobody has')
      assert.deepEqual(await ask(code.slice(2)), [reject, 1], 'less than a code')
      assert.deepEqual(await ask('push'), [reject, 1], 'a word')
      assert.deepEqual(await ask(`${code}${goodPassword}`), [reject, 1], 'the other way round')
      assert.deepEqual(await ask(`${goodPassword}00${code}`), [reject, 1], 'eight digits')
      assert.deepEqual(await ask(`${goodPassword} ${code}`), [reject, 1], 'a space between')
      const last = codeAt(alice.totp.shown, world.clock.now() + 3_600_000)
      assert.deepEqual(await ask(`${goodPassword}${last}`), [accept, 1], 'a password that ends in digits')
      asker.close()
    })
  },
)

eachEngine(
  'R-22: what is let through unsigned, and what is not answered, is logged and counted',
  async (world) => {
    log.clear()
    const { engine } = world
    const alice = await person(world, 'Alice')
    await withVpn(
      engine,
      async ({ port, secret, applicationId }) => {
        const asker = await openAsker(port)
        for (let times = 0; times < 2; times++) {
          const typed = `${goodPassword}${codeOf(world, alice)}`
          await asker.ask(accessRequest({ secret, name: 'Alice', typed, unsigned: true }))
        }
        await asker.ask(accessRequest({ secret: 'another', name: 'Alice', typed: 'x' }), 200)
        asker.close()
        const counts = Object.fromEntries(
          [...engine.tallies.all()].map(([{ name }, values]) => [name, Object.fromEntries(values)]),
        )
        assert.deepEqual(counts, {
          sallyport_radius_packets_total: { accept: 2, 'wrong-secret': 1 },
          sallyport_radius_unsigned_total: { [applicationId]: 2 },
        })
        const server = await openTestServer(engine, { metricsToken: 'metrics-token-of-the-tests' })
        const headers = { authorization: 'Bearer metrics-token-of-the-tests' }
        const { text } = await server.stranger().send({ method: 'GET', path: '/metrics', headers })
        await server.close()
        assert.match(text, /sallyport_radius_packets_total\{outcome="accept"\} 2/)
        const lines = log.lines.filter((line) => line.includes('RADIUS packet'))
        assert.equal(lines.length, 2, 'once a minute each')
        assert.match(lines.join(''), /let through/)
        assert.match(lines.join(''), /wrong-secret/)
      },
      { requireMessageAuthenticator: false },
    )
  },
  { logger: log.logger },
)

test('A-106: forged addresses do not fill the log', () => {
  log.clear()
  const clock = fixedClock()
  const complaints = openComplaints({ ...clock, monotonic: clock.now }, log.logger)
  for (let nth = 0; nth < 10_000; nth++)
    complaints.note({ address: `192.0.${nth >> 8}.${nth % 256}`, reason: 'unknown-client' }, 'Not answered.')
  assert.equal(log.lines.length, 100)
  clock.advance(60_000)
  complaints.note({ address: '192.0.2.1', reason: 'unknown-client' }, 'Not answered.')
  assert.match(log.lines[100] ?? '', /9900/)
  assert.equal(log.lines.length, 102)
})

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import test from 'node:test'
import {
  changeDoor,
  disableAccount,
  disconnectApplication,
  rotateDoorSecret,
} from '../../src/administration/index.ts'
import { listenForLdap } from '../../src/protocols/ldap/server.ts'
import { eachEngine, goodPassword, onSqliteEngine, operator, person, wrongCode } from '../kit/engine.ts'
import { rule, under } from '../kit/rules.ts'
import { codeOf, resultOf, type System, withSystem } from './system.fixture.ts'

const [yes, noSuchObject, no, forbidden, unwilling] = [0, 32, 49, 50, 53]

eachEngine(
  'A-108, R14: whatever is not password and code in one is the same no; a code is good once',
  async (world) => {
    const alice = await person(world, 'alice')
    await withSystem(world.engine, async ({ client, nameOf, reader, secret }) => {
      const typed = `${goodPassword}${codeOf(world, alice)}`
      await client().bind(nameOf('alice'), typed)
      const refused = [
        [nameOf('alice'), typed],
        [nameOf('alice'), goodPassword],
        [nameOf('alice'), codeOf(world, alice)],
        [nameOf('alice'), `${goodPassword}${wrongCode(world, alice)}`],
        [nameOf('nobody'), `${goodPassword}123456`],
        [nameOf('alice'), secret],
        [reader, typed],
        ['uid=alice', typed],
        [`cn=alice,${reader}`, typed],
      ] as const
      const results = await Promise.all(
        refused.map(([name, password]) => resultOf(client().bind(name, password))),
      )
      assert.deepEqual(
        results,
        refused.map(() => no),
      )
    })
  },
)

onSqliteEngine('R15: a rule may speak of this door, and shut it', async (world) => {
  const alice = await person(world, 'alice')
  const shut = rule('no LDAP', { says: 'Not by LDAP.', what: { doors: ['ldap'] }, need: { deny: true } })
  await withSystem(await under(world, [shut]), async ({ client, nameOf }) => {
    const typed = `${goodPassword}${codeOf(world, alice)}`
    assert.equal(await resultOf(client().bind(nameOf('alice'), typed)), no)
  })
})

eachEngine(
  'G1: of binds with one code at once, each on a connection of its own, one is let in',
  async (world) => {
    const alice = await person(world, 'alice')
    await withSystem(world.engine, async ({ client, nameOf }) => {
      const typed = `${goodPassword}${codeOf(world, alice)}`
      const binds = Array.from({ length: 8 }, () => resultOf(client().bind(nameOf('alice'), typed)))
      const results = await Promise.all(binds)
      assert.deepEqual(
        results.toSorted((a, b) => a - b),
        [yes, ...Array.from({ length: 7 }, () => no)],
      )
    })
  },
)

onSqliteEngine(
  'A-108: a name without a password is nobody, and never a yes (RFC 4513 §5.1.2)',
  async (world) => {
    await person(world, 'alice')
    await withSystem(world.engine, async ({ client, nameOf, reader, secret, base }) => {
      const system = client()
      await system.bind(reader, secret)
      for (const name of [nameOf('alice'), reader, 'whoever'])
        assert.equal(await resultOf(system.bind(name, '')), unwilling, name)
      assert.equal(await resultOf(system.search(base, { filter: '(uid=alice)' })), forbidden, 'nor as before')
    })
  },
)

onSqliteEngine(
  'A-045: from elsewhere, and of another application, nothing is told and nobody let in',
  async (world) => {
    const alice = await person(world, 'alice')
    await withSystem(
      world.engine,
      async ({ client, nameOf, reader, secret }) => {
        assert.equal(await resultOf(client().bind(reader, secret)), no)
        assert.equal(
          await resultOf(client().bind(nameOf('alice'), `${goodPassword}${codeOf(world, alice)}`)),
          no,
        )
      },
      { networks: ['192.0.2.0/24'] },
    )
    await withSystem(world.engine, (one) =>
      withSystem(world.engine, async (other) => {
        const system = one.client()
        assert.equal(await resultOf(system.bind(one.reader, other.secret)), no)
        await system.bind(one.reader, one.secret)
        assert.equal(await resultOf(system.search(other.base, { filter: '(uid=alice)' })), noSuchObject)
        const member = `(member=${other.nameOf('alice')})`
        assert.deepEqual((await system.search(one.base, { filter: member })).searchEntries, [])
      }),
    )
  },
)

/** RFC 4532 */
const whoAmI = '1.3.6.1.4.1.4203.1.11.3'

eachEngine('R3: who was let in reads nothing once they, or the system, are shut out', async (world) => {
  const { engine } = world
  const [alice, bella] = [await person(world, 'alice'), await person(world, 'bella')]
  await withSystem(engine, async ({ client, nameOf, reader, secret, applicationId }) => {
    const act = { actor: operator, applicationId, door: 'ldap', reason: 'in a test' }
    const [own, system] = [client(), client()]
    await own.bind(nameOf('alice'), `${goodPassword}${codeOf(world, alice)}`)
    await system.bind(reader, secret)
    const read = (asker: typeof own, name: string) => resultOf(asker.search(nameOf(name), { scope: 'base' }))
    assert.equal(await read(own, 'alice'), yes)
    assert.equal(await read(own, 'bella'), noSuchObject, 'of others nothing')
    assert.equal(await read(system, 'bella'), yes)
    const named = async (asker: typeof own) => (await asker.exop(whoAmI)).value
    assert.equal(await named(own), `dn:${nameOf('alice')}`)
    assert.equal(await named(system), `dn:${reader}`)
    assert.equal(await named(client()), '', 'nobody')

    await disableAccount(engine, { actor: operator, accountId: alice.account.id, reason: 'left' })
    assert.equal(await read(own, 'alice'), forbidden)
    assert.equal(await resultOf(own.exop(whoAmI)), forbidden)
    assert.equal(await read(system, 'alice'), noSuchObject)

    await changeDoor(engine, { ...act, settings: { networks: ['192.0.2.1'] } })
    assert.equal(await read(system, 'bella'), forbidden)
    await changeDoor(engine, { ...act, settings: { networks: ['127.0.0.1'] } })
    assert.equal(await read(system, 'bella'), yes)
    await rotateDoorSecret(engine, { ...act, overlap: 0 })
    assert.equal(await read(system, 'bella'), forbidden, 'its secret is over')
    assert.equal(await resultOf(system.exop(whoAmI)), forbidden)
    await disconnectApplication(engine, act)
    assert.equal(await resultOf(client().bind(nameOf('bella'), `${goodPassword}${codeOf(world, bella)}`)), no)
  })
})

onSqliteEngine('R3: who was let in shows again who they are after five minutes', async (world) => {
  const alice = await person(world, 'alice')
  await withSystem(world.engine, async ({ client, nameOf, reader, secret }) => {
    const [own, system] = [client(), client()]
    await own.bind(nameOf('alice'), `${goodPassword}${codeOf(world, alice)}`)
    await system.bind(reader, secret)
    const read = (asker: typeof own) => resultOf(asker.search(nameOf('alice'), { scope: 'base' }))
    world.clock.advance(5 * 60_000 - 1)
    assert.equal(await read(own), yes)
    world.clock.advance(1)
    assert.deepEqual([await read(own), await resultOf(own.exop(whoAmI))], [forbidden, forbidden])
    assert.equal(await read(system), yes, 'a system’s secret is looked at anew each time')
    await own.bind(nameOf('alice'), `${goodPassword}${codeOf(world, alice)}`)
    assert.equal(await read(own), yes)
  })
})

onSqliteEngine(
  '1.2.6: what stands in a name or a filter is a value, and opens nothing else',
  async (world) => {
    await person(world, 'alice')
    await withSystem(world.engine, async ({ client, reader, secret, base }) => {
      const system = client()
      await system.bind(reader, secret)
      for (const name of [
        '*',
        'alice)(uid=*',
        '\\2a',
        'alice\\',
        'ou=people',
        'x+uid=alice',
        '#616c696365',
        '"alice"',
      ]) {
        const asked = system.search(`uid=${name},ou=people,${base}`, { scope: 'base' })
        assert.equal(await resultOf(asked), noSuchObject, name)
      }
      const { searchEntries } = await system.search(base, { filter: '(uid=alice\\29\\28uid=\\2a)' })
      assert.deepEqual(searchEntries, [])
      const spelt = await system.search(` UID = \\61lice , OU=People,${base.toUpperCase()}`, {
        scope: 'base',
      })
      assert.equal(spelt.searchEntries.length, 1, 'another spelling of the same name is the same name')
    })
  },
)

/** As bytes, for what no library sends. */
async function raw({ port }: System): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

async function ended(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', () => undefined)
  await once(socket, 'close')
  return Buffer.concat(chunks)
}

const nested = (depth: number): Buffer<ArrayBufferLike> =>
  depth === 0 ? tlv(0x87, Buffer.from('uid')) : tlv(0xa2, nested(depth - 1))

function tlv(tag: number, content: Buffer): Buffer {
  const size = Buffer.alloc(2)
  size.writeUInt16BE(content.length)
  return Buffer.concat([Buffer.from([tag, 0x82]), size, content])
}

const searchWith = (filter: Buffer, attributes: Buffer = Buffer.from([0x30, 0x00])) =>
  tlv(
    0x30,
    Buffer.concat([
      Buffer.from([0x02, 0x01, 0x01]),
      tlv(
        0x63,
        Buffer.concat([
          Buffer.from([0x04, 0x00, 0x0a, 0x01, 0x00, 0x0a, 0x01, 0x00, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00]),
          Buffer.from([0x01, 0x01, 0x00]),
          filter,
          attributes,
        ]),
      ),
    ]),
  )

onSqliteEngine('A-106: what is no message ends its connection, and nobody else’s', async (world) => {
  await withSystem(world.engine, async (system) => {
    const other = system.client()
    await other.bind(system.reader, system.secret)
    const broken: readonly Buffer[] = [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.from([0x30, 0x80, 0x02, 0x01, 0x01]),
      Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]),
      Buffer.from([0x30, 0x05, 0x02, 0x01, 0x01, 0x60, 0x7f]),
      Buffer.from([0x30, 0x03, 0x02, 0x01, 0x01]),
      Buffer.from([0x30, 0x00]),
      searchWith(nested(2_000)),
      searchWith(nested(1), tlv(0x30, Buffer.from([0x04, 0x84, 0xff, 0xff, 0xff, 0xfa]))),
    ]
    for (const bytes of broken) {
      const socket = await raw(system)
      socket.write(bytes)
      assert.match((await ended(socket)).toString('latin1'), /1\.3\.6\.1\.4\.1\.1466\.20036/)
    }
    const good = await raw(system)
    good.write(searchWith(nested(10)))
    assert.ok((await once(good, 'data'))[0].length > 0, 'the same, not so deep, is answered')
    good.destroy()
    assert.equal((await other.search('', { scope: 'base' })).searchEntries.length, 1)
  })
})

onSqliteEngine(
  'A-103: what is asked while somebody binds is answered for whoever has bound by then',
  async (world) => {
    await person(world, 'alice')
    await withSystem(world.engine, async ({ client, reader, secret, base, nameOf }) => {
      const system = client()
      await system.bind(reader, secret)
      const [bound, found] = await Promise.all([
        resultOf(system.bind(nameOf('alice'), 'wrong-password-1123456')),
        resultOf(system.search(base, { filter: '(uid=alice)' })),
      ])
      assert.deepEqual([bound, found], [no, forbidden])
    })
  },
)

onSqliteEngine('who is refused ten times on a connection has to begin another', async (world) => {
  await withSystem(world.engine, async (system) => {
    const socket = await raw(system)
    const bind = Buffer.concat([
      Buffer.from([0x02, 0x01, 0x01]),
      tlv(
        0x60,
        Buffer.concat([
          Buffer.from([0x02, 0x01, 0x03]),
          tlv(0x04, Buffer.from('x')),
          tlv(0x80, Buffer.from('y')),
        ]),
      ),
    ])
    for (let count = 0; count < 12; count++) socket.write(tlv(0x30, bind))
    const answers = (await ended(socket)).toString('latin1').split('\x61').length - 1
    assert.equal(answers, 10)
  })
})

test('passwords go over no network in plain', async () => {
  const at = { host: '0.0.0.0', port: 1636 }
  await assert.rejects(listenForLdap({} as never, at), { code: 'ldap.insecure' })
})

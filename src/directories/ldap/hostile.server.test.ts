import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { BerReader, BerWriter } from 'ldapts'
import { elementsIn, openFraming } from '../../kernel/ber.ts'
import { systemClock } from '../../kernel/clock.ts'
import { silentLogger } from '../../kernel/logger.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Directory } from '../directory.ts'
import { ldapConfig } from './config.ts'
import { ldapDirectory } from './ldap.ts'

const deps = { clock: systemClock, random: systemRandom(), logger: silentLogger }
const megabyte = 1024 * 1024

/** What a server says to a search; `id` is that of its message. */
type Says = (socket: Socket, id: number) => unknown

/** Bytes on the way that nobody has counted: buffers of the kernel on both sides. */
const onTheWay = 16 * megabyte

/** A server that lets us in, and then says whatever it likes. Resolves with the bytes that it got rid of, once we
 * have hung up on it. */
async function hostile(
  says: Says,
  run: (directory: Directory) => Promise<void>,
  more: object = {},
): Promise<number> {
  let said = 0
  const ended: Promise<unknown>[] = []
  const server = createServer((socket) => {
    const framing = openFraming(megabyte)
    socket.on('error', () => undefined)
    ended.push(
      new Promise((resolve) => {
        socket.once('close', resolve)
      }).then(() => {
        said += socket.bytesWritten
      }),
    )
    socket.on('data', (chunk: Buffer) => {
      for (const message of framing.take(chunk)) answer(socket, message, says)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const config = {
    ...{ type: 'ldap', servers: [`ldap://127.0.0.1:${port}`], bindDn: 'cn=reader', bindPassword: 'x' },
    ...{ base: 'dc=example', timeout: 1_000, mostEntries: 2_000, ...more },
  }
  await run(ldapDirectory('staff', ldapConfig.parse(config), deps))
  await Promise.all(ended)
  server.close()
  return said
}

function answer(socket: Socket, message: Buffer, says: Says): void {
  const [envelope] = elementsIn(message)
  const id = new BerReader(envelope?.content ?? message).readInt() ?? 0
  if (message.includes(Buffer.from('cn=reader'))) socket.write(result(id, 0x61))
  else says(socket, id)
}

async function denied(directory: Directory): Promise<void> {
  assert.equal(await directory.standing('somebody'), 'unavailable')
}

async function nothingRead(directory: Directory): Promise<void> {
  await assert.rejects(directory.read(), { code: 'directory.unavailable' })
}

describe('A-118: a server that means ill, or is ill, costs a denial in time and nothing else', () => {
  const ill = (what: string, says: Says, run = denied) =>
    it(what, async () => {
      await hostile(says, run)
    })

  ill('answers nothing any more', () => undefined)
  ill('says a byte now and then', trickle)
  ill('hangs up in the middle of an answer', (socket, id) => socket.end(entry(id, 'ana').subarray(0, 20)))
  ill('says that two thousand megabytes are to come', (socket) =>
    socket.write(Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff])),
  )
  ill('says so many small things at once that the stack would not hold them', (socket) =>
    socket.write(Buffer.alloc(megabyte, Buffer.from([0x30, 0x05, 0x02, 0x01, 0x63, 0x65, 0x00]))),
  )

  for (const [what, bytes] of [
    ['behind the end', [0x04, 0x10, 0x61]],
    ['back', [0x04, 0x84, 0xff, 0xff, 0xff, 0xfa]],
  ] as const) {
    const odd = Buffer.from(bytes)
    ill(`points ${what} with a length in an entry`, (socket, id) => {
      const attribute = sequence(0x30, Buffer.concat([text('cn'), sequence(0x31, odd)]))
      socket.write(message(id, sequence(0x64, Buffer.concat([text('cn=x'), sequence(0x30, attribute)]))))
    })
    ill(`points ${what} with a length in attributes that are none`, (socket, id) =>
      socket.write(message(id, sequence(0x64, Buffer.concat([text('cn=x'), sequence(0x04, odd)])))),
    )
    ill(`points ${what} with a length in a reference`, (socket, id) =>
      socket.write(message(id, sequence(0x73, odd))),
    )
  }

  for (const [what, one] of [
    ['entries', (id: number) => entry(id, 'x'.repeat(10_000))],
    ['references', reference],
  ] as const)
    it(`sends ${what} without end`, async () => {
      const said = await hostile((socket, id) => endless(socket, one(id)), denied)
      assert.ok(said < megabyte + onTheWay, `${said} bytes were taken`)
    })

  it('fills a page without end', async () => {
    const said = await hostile((socket, id) => endless(socket, entry(id, 'x'.repeat(100_000))), nothingRead)
    assert.ok(said < 64 * megabyte + onTheWay, `${said} bytes were taken`)
  })

  ill(
    'has pages of people without end',
    (socket, id) => {
      socket.write(Buffer.concat(Array.from({ length: 500 }, () => entry(id, 'ana'))))
      socket.write(lastOfPage(id))
    },
    nothingRead,
  )
  ill(
    'has pages without anybody, and without end',
    (socket, id) => socket.write(Buffer.concat([reference(id), lastOfPage(id)])),
    nothingRead,
  )
  ill(
    'says of what is to come what nobody can read',
    (socket, id) => {
      const control = sequence(0x30, Buffer.concat([text('1.2.840.113556.1.4.319'), text('more')]))
      socket.write(Buffer.concat([entry(id, 'ana'), result(id, 0x65, sequence(0xa0, control))]))
    },
    nothingRead,
  )
})

async function trickle(socket: Socket, id: number): Promise<void> {
  for (const byte of entry(id, 'x'.repeat(10_000))) {
    if (socket.destroyed) return
    socket.write(Buffer.of(byte))
    await pause(20)
  }
}

/** As fast as it is taken. */
function endless(socket: Socket, bytes: Buffer): void {
  const many = Buffer.concat(Array.from({ length: Math.ceil(megabyte / bytes.length) }, () => bytes))
  const more = (): void => {
    if (!socket.destroyed) socket.write(many, more)
  }
  more()
}

it('G15: what one source has it asked, over and over, keeps no other source out', async () => {
  let [asked, answers] = [0, false]
  const full = Promise.withResolvers<void>()
  const says: Says = (socket, id) => {
    if (answers) socket.write(result(id, 0x65))
    else if (++asked === 32) full.resolve()
  }
  const flooded = async (directory: Directory) => {
    const flood = Array.from({ length: 64 }, () => directory.refuseStranger('10.0.0.1'))
    await full.promise
    answers = true
    assert.equal(await directory.refuseStranger('10.0.0.2'), 'mismatch')
    assert.equal(await directory.standing('nobody'), 'gone')
    assert.deepEqual(new Set(await Promise.all(flood)), new Set(['unavailable']))
  }
  await hostile(says, flooded, { timeout: 5_000 })
  assert.equal(asked, 32)
})

describe('a page on which nobody stands', () => {
  /** Two pages without anybody, then one with Ana. */
  function emptyFirst(pages: number): Says {
    let asked = 0
    return (socket, id) => {
      if (++asked < pages) socket.write(lastOfPage(id))
      else socket.write(Buffer.concat([entry(id, 'ana'), result(id, 0x65)]))
    }
  }

  it('is not the end where the server says that there is more (RFC 2696 §3)', async () => {
    const readOn = async (directory: Directory) => {
      const { entries } = await directory.read()
      assert.deepEqual(
        entries.map(({ name }) => name),
        ['ana'],
      )
    }
    await hostile(emptyFirst(3), readOn, { attributes: { id: 'uid' } })
  })
})

function message(id: number, operation: Buffer, controls: Buffer = Buffer.alloc(0)): Buffer {
  const writer = new BerWriter()
  writer.writeInt(id)
  return sequence(0x30, Buffer.concat([writer.buffer, operation, controls]))
}

function result(id: number, tag: number, controls?: Buffer): Buffer {
  return message(id, sequence(tag, Buffer.from([0x0a, 0x01, 0x00, 0x04, 0x00, 0x04, 0x00])), controls)
}

/** There is another page behind it (RFC 2696). */
function lastOfPage(id: number): Buffer {
  const value = sequence(0x30, Buffer.concat([Buffer.from([0x02, 0x01, 0x00]), text('more')]))
  const control = sequence(0x30, Buffer.concat([text('1.2.840.113556.1.4.319'), sequence(0x04, value)]))
  return result(id, 0x65, sequence(0xa0, control))
}

function entry(id: number, name: string): Buffer {
  const attribute = sequence(0x30, Buffer.concat([text('uid'), sequence(0x31, text(name))]))
  return message(id, sequence(0x64, Buffer.concat([text(`uid=${name}`), sequence(0x30, attribute)])))
}

function reference(id: number): Buffer {
  return message(id, sequence(0x73, text('ldap://elsewhere.example/dc=example')))
}

function text(value: string): Buffer {
  return sequence(0x04, Buffer.from(value))
}

function sequence(tag: number, content: Buffer): Buffer {
  const writer = new BerWriter()
  writer.writeBuffer(content, tag)
  return writer.buffer
}

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect as connectPlain } from 'node:net'
import { join } from 'node:path'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import {
  connectApplication,
  createApplication,
  disconnectApplication,
} from '../../src/administration/index.ts'
import { listenForRadius } from '../../src/protocols/radius/server.ts'
import { absent } from '../cli/sallyport.fixture.ts'
import {
  authorityFolder,
  clientPurpose,
  type Issued,
  rootAuthority,
  skipWithoutOpenssl,
} from '../kit/authority.ts'
import {
  eachEngine,
  goodPassword,
  onSqliteEngine,
  operator,
  person,
  type World,
  wrongCode,
} from '../kit/engine.ts'
import { freePort } from '../kit/free-port.ts'
import { accessRequest, field, valueIn } from './request.fixture.ts'
import { codeOf, freeUdpPort, openAsker, radclient } from './vpn.fixture.ts'

const [accept, reject] = [2, 3]
const secret = 'radsec'
const skip = skipWithoutOpenssl

const names = (host: string) => [clientPurpose, `subjectAltName = DNS:${host}`]
const office = skip ? undefined : openOffice()

function openOffice() {
  const folder = authorityFolder()
  const root = rootAuthority(join(folder, 'root'))
  const foreign = rootAuthority(join(folder, 'foreign'))
  const nas = root.issue({ subject: '/CN=nas', extensions: names('nas.example') })
  return {
    root,
    server: root.issue({
      subject: '/CN=radius.example',
      extensions: ['subjectAltName = DNS:radius.example'],
    }),
    nas,
    other: root.issue({ subject: '/CN=other', extensions: names('other.example') }),
    expired: root.issue({
      subject: '/CN=nas',
      extensions: names('nas.example'),
      until: new Date('2021-01-01'),
    }),
    foreign: foreign.issue({ subject: '/CN=nas', extensions: names('nas.example') }),
  }
}

type Office = NonNullable<typeof office>

interface Asker {
  readonly socket: TLSSocket
  ask(bytes: Uint8Array, wait?: number): Promise<Buffer | undefined>
}

function as(shown: Issued | undefined, port: number, more: ConnectionOptions = {}): ConnectionOptions {
  const own = shown ? { cert: readFileSync(shown.file), key: readFileSync(shown.keyFile) } : {}
  const ca = readFileSync((office ?? assert.fail()).root.file)
  return { host: '127.0.0.1', port, servername: 'radius.example', ca, ...own, ...more }
}

async function open(options: ConnectionOptions): Promise<Asker> {
  const socket = connect(options)
  await once(socket, 'secureConnect')
  return {
    socket,
    async ask(bytes, wait = 1_000) {
      const answered = once(socket, 'data', { signal: AbortSignal.timeout(wait) })
      socket.write(bytes)
      const [answer] = await answered.catch(() => [undefined])
      return answer
    },
  }
}

/** Whether TLS, and a question by it, comes to anything. */
async function comesTo(options: ConnectionOptions): Promise<number | 'nothing'> {
  try {
    const asker = await open(options)
    asker.socket.on('error', () => undefined)
    const answer = await asker.ask(accessRequest({ secret, code: 12 }), 500)
    asker.socket.destroy()
    return answer?.[0] ?? 'nothing'
  } catch {
    return 'nothing'
  }
}

async function withRadsec(
  world: World,
  run: (house: {
    readonly port: number
    readonly udp: number
    readonly applicationId: Awaited<ReturnType<typeof createApplication>>['id']
    reload(): void
    readonly files: { cert: string; key: string }
    readonly office: Office
  }) => Promise<void>,
  settings: object = { certificate: { name: 'nas.example' } },
): Promise<void> {
  if (!office) return
  const { id } = await createApplication(world.engine, { actor: operator, name: 'VPN' })
  const act = { actor: operator, applicationId: id, door: 'radius' }
  await connectApplication(world.engine, { ...act, settings })
  const [udp, port] = [await freeUdpPort(), await freePort()]
  const folder = authorityFolder()
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
  writeFileSync(files.cert, readFileSync(office.server.file))
  writeFileSync(files.key, readFileSync(office.server.keyFile))
  const radsec = { host: '127.0.0.1', port, ...files, clientCa: office.root.file }
  const listening = await listenForRadius(world.engine, { host: '127.0.0.1', port: udp, radsec })
  try {
    const reload = () => listening.reload?.()
    await run({ port, udp, applicationId: id, reload, files, office })
  } finally {
    await listening.close()
  }
}

eachEngine('RFC 6614: a system is known by its certificate, and its people come in', async (world) => {
  if (skip) return
  const alice = await person(world, 'Alice')
  await withRadsec(world, async ({ port, udp, office: { nas } }) => {
    const { ask, socket } = await open(as(nas, port))
    const typed = `${goodPassword}${codeOf(world, alice)}`
    const yes = await ask(accessRequest({ secret, name: 'Alice', typed }))
    assert.equal(yes?.[0], accept)
    assert.equal(yes?.[20], 80, 'R-21: Message-Authenticator first')
    assert.equal((await ask(accessRequest({ secret, name: 'Alice', typed })))?.[0], reject, 'G1')
    const unsigned = accessRequest({
      secret,
      name: 'Alice',
      typed: `${goodPassword}${codeOf(world, alice)}`,
      unsigned: true,
      more: [field(33, 'a proxy')],
    })
    const answer = await ask(unsigned)
    assert.equal(answer?.[0], accept, 'TLS has signed it')
    assert.equal(answer && valueIn(answer, 33)?.toString(), 'a proxy')
    const forged = accessRequest({ secret: 'another', name: 'Alice', typed: 'x' })
    assert.equal(await ask(forged, 300), undefined, 'what signs all the same signs right')
    socket.destroy()

    const asker = await openAsker(udp)
    assert.equal(
      await asker.ask(accessRequest({ secret, code: 12 }), 300),
      undefined,
      'not by UDP, with the secret that all know',
    )
    asker.close()
  })
})

onSqliteEngine(
  'A-109: who shows no certificate, a wrong one or an old one comes to nothing',
  async (world) => {
    if (skip) return
    await withRadsec(world, async ({ port, office: { nas, other, expired, foreign } }) => {
      assert.equal(await comesTo(as(nas, port)), accept)
      assert.equal(await comesTo(as(undefined, port)), 'nothing', 'none')
      assert.equal(await comesTo(as(other, port)), 'nothing', 'of nobody who is connected')
      assert.equal(await comesTo(as(expired, port)), 'nothing', 'expired')
      assert.equal(await comesTo(as(foreign, port)), 'nothing', 'of another authority')
      assert.equal(
        await comesTo(as(nas, port, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })),
        'nothing',
        'TLS 1.1',
      )
      assert.equal(
        await comesTo(as(nas, port, { ALPNProtocols: ['radius/1.1'] })),
        'nothing',
        'radius/1.1 alone',
      )
      assert.equal(await comesTo(as(nas, port, { ALPNProtocols: ['radius/1.1', 'radius/1.0'] })), accept)
      const twelve = await open(as(nas, port, { maxVersion: 'TLSv1.2' }))
      const renegotiated = await new Promise((resolve) => {
        twelve.socket.on('error', resolve)
        twelve.socket.renegotiate({}, (error) => resolve(error ?? 'renegotiated'))
      })
      assert.notEqual(renegotiated, 'renegotiated')
      const plain = connectPlain(port, '127.0.0.1')
      plain.on('error', () => undefined)
      plain.write(accessRequest({ secret, code: 12 }))
      await once(plain, 'close')
      assert.equal(await comesTo(as(nas, port)), accept, 'and others are answered')
    })
  },
)

onSqliteEngine('A-109: no session of TLS goes on from an older one', async (world) => {
  if (skip) return
  await withRadsec(world, async ({ port, office: { nas } }) => {
    const first = await open(as(nas, port))
    const session = await new Promise<Buffer | undefined>((resolve) => {
      first.socket.once('session', resolve)
      first.ask(accessRequest({ secret, code: 12 }), 500).then(() => resolve(first.socket.getSession()))
    })
    first.socket.destroy()
    const second = await open(as(nas, port, { session }))
    assert.equal(second.socket.isSessionReused(), false)
    second.socket.destroy()
  })
})

eachEngine(
  'R3: a system that is disconnected is silent at once, on the connection that it has',
  async (world) => {
    if (skip) return
    await withRadsec(world, async ({ port, applicationId, office: { nas } }) => {
      const { ask, socket } = await open(as(nas, port))
      assert.equal((await ask(accessRequest({ secret, code: 12 })))?.[0], accept)
      await disconnectApplication(world.engine, {
        actor: operator,
        applicationId,
        door: 'radius',
        reason: 'test',
      })
      await new Promise((resolve) => setTimeout(resolve, 1_100))
      assert.equal(await ask(accessRequest({ secret, code: 12 }), 300), undefined)
      socket.destroy()
    })
  },
)

onSqliteEngine(
  'a certificate may be named by its fingerprint; then no other of the same name will do',
  async (world) => {
    if (skip || !office) return
    const twin = office.root.issue({ subject: '/CN=nas2', extensions: names('nas.example') })
    const { fingerprint256 } = new X509Certificate(readFileSync(office.nas.file))
    await withRadsec(
      world,
      async ({ port, office: { nas } }) => {
        assert.equal(await comesTo(as(nas, port)), accept)
        assert.equal(await comesTo(as(twin, port)), 'nothing')
      },
      { certificate: { name: 'nas.example', fingerprint: fingerprint256.toLowerCase() } },
    )
  },
)

onSqliteEngine(
  'RFC 6614 §2.1: packets come in pieces and in heaps; what is none ends the connection',
  async (world) => {
    if (skip) return
    await withRadsec(world, async ({ port, office: { nas } }) => {
      const { socket } = await open(as(nas, port))
      let heard = 0
      socket.on('data', (chunk: Buffer) => (heard += chunk.length))
      const packets = Array.from({ length: 300 }, (_, id) =>
        accessRequest({ secret, code: 12, id: id % 256 }),
      )
      socket.write(Buffer.concat(packets))
      const [last = Buffer.alloc(0)] = packets
      for (const byte of last) socket.write(Buffer.from([byte]))
      while (heard < 301 * 38) await new Promise((resolve) => setTimeout(resolve, 5))
      assert.equal(heard, 301 * 38)
      socket.write(Buffer.from([1, 1, 0xff, 0xff]))
      await once(socket, 'close')
      const short = await open(as(nas, port))
      short.socket.write(Buffer.from([1, 1, 0, 3]))
      await once(short.socket, 'close')
    })
  },
)

onSqliteEngine('A-106: one address does not take all the connections', async (world) => {
  if (skip) return
  await withRadsec(world, async ({ port, office: { nas } }) => {
    const held = Array.from({ length: 64 }, () => connectPlain(port, '127.0.0.1'))
    await Promise.all(held.map((socket) => once(socket, 'connect')))
    const beyond = connectPlain(port, '127.0.0.1')
    beyond.on('error', () => undefined)
    await once(beyond, 'close')
    for (const socket of held) socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 100))
    assert.equal(await comesTo(as(nas, port)), accept)
  })
})

onSqliteEngine('a new certificate of ours is shown from the next connection on', async (world) => {
  if (skip) return
  await withRadsec(world, async ({ port, files, reload, office: { root, nas } }) => {
    const next = root.issue({ subject: '/CN=next', extensions: ['subjectAltName = DNS:radius.example'] })
    writeFileSync(files.cert, readFileSync(next.file))
    writeFileSync(files.key, readFileSync(next.keyFile))
    reload()
    const { socket } = await open(as(nas, port))
    assert.equal(socket.getPeerCertificate().subject.CN, 'next')
    socket.destroy()
    assert.equal(await comesTo(as(undefined, port)), 'nothing', 'and one is still asked for')
  })
})

const skipProxy = skip || (process.env.CI === 'true' ? false : absent('radsecproxy'))

eachEngine('radsecproxy carries questions of old systems here by TLS', async (world) => {
  if (skipProxy) return
  const alice = await person(world, 'Alice')
  await withRadsec(world, async ({ port, office: { root, nas } }) => {
    const folder = authorityFolder()
    const own = await freeUdpPort()
    const file = join(folder, 'radsecproxy.conf')
    writeFileSync(
      file,
      `ListenUDP 127.0.0.1:${own}
LogLevel 3
tls default {
  CACertificateFile ${root.file}
  CertificateFile ${nas.file}
  CertificateKeyFile ${nas.keyFile}
}
client 127.0.0.1 {
  type udp
  secret of-the-old-system
}
server 127.0.0.1 {
  type tls
  port ${port}
  secret radsec
  statusServer off
  certificateNameCheck off
}
realm * {
  server 127.0.0.1
}
`,
    )
    const child = spawn('radsecproxy', ['-f', '-c', file, '-i', join(folder, 'pid')], { stdio: 'ignore' })
    try {
      await new Promise((resolve) => setTimeout(resolve, 500))
      const ask = (typed: string) =>
        radclient(
          ['User-Name = "Alice"', `User-Password = "${typed}"`, 'Message-Authenticator = 0x00'],
          [`127.0.0.1:${own}`, 'auth', 'of-the-old-system'],
        )
      const yes = await ask(`${goodPassword}${codeOf(world, alice)}`)
      assert.equal(yes.kind, 'Access-Accept', yes.out)
      assert.equal((await ask(`${goodPassword}${wrongCode(world, alice)}`)).kind, 'Access-Reject')
    } finally {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  })
})

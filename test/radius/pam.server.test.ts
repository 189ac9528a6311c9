import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { absent } from '../cli/sallyport.fixture.ts'
import { eachEngine, goodPassword, person, type World, wrongCode } from '../kit/engine.ts'
import { codeOf, withVpn } from './vpn.fixture.ts'

const skip = whyNot()

/** Debian's own pam_radius, which signs nothing, asked as sshd asks it. PAM reads its services in /etc alone. */
function whyNot(): string | false {
  if (process.getuid?.() !== 0) return 'absent: the right to write into /etc/pam.d'
  if (process.env.CI === 'true') return false
  const modules = ['/lib/x86_64-linux-gnu', '/lib/aarch64-linux-gnu'].map(
    (lib) => `${lib}/security/pam_radius_auth.so`,
  )
  return modules.some((file) => existsSync(file)) ? absent('pamtester') : 'absent: libpam-radius-auth'
}

/** Types each line when it is asked for one, and says how it went. */
async function authenticate(service: string, lines: readonly string[]) {
  const child = spawn('pamtester', [service, 'Alice', 'authenticate'])
  const rest = [...lines]
  let out = ''
  const hear = (chunk: Buffer) => {
    out += chunk
    if (/: ?$/.test(String(chunk)) || /\.$/.test(String(chunk).trim()))
      child.stdin.write(`${rest.shift() ?? ''}\n`)
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const [code] = await new Promise<[number]>((resolve) =>
    child.once('close', (status) => resolve([status ?? 1])),
  )
  return { code, out }
}

/** `server`: a line of pam_radius_auth.conf. */
async function withService<Result>(
  server: string,
  run: (service: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-pam-'))
  const service = `sallyport-test-${process.pid}-${randomUUID()}`
  writeFileSync(join(folder, 'server'), `${server}\n`, { mode: 0o600 })
  writeFileSync(`/etc/pam.d/${service}`, `auth required pam_radius_auth.so conf=${folder}/server\n`)
  try {
    return await run(service)
  } finally {
    rmSync(`/etc/pam.d/${service}`)
    rmSync(folder, { recursive: true })
  }
}

async function withPam(
  world: World,
  run: (service: string) => Promise<void>,
  settings: object,
): Promise<void> {
  await withVpn(world.engine, ({ port, secret }) => withService(`127.0.0.1:${port} ${secret} 10`, run), {
    requireMessageAuthenticator: false,
    ...settings,
  })
}

eachEngine('pam_radius: password and code in one field', async (world) => {
  if (skip) return
  const alice = await person(world, 'Alice')
  await withPam(
    world,
    async (service) => {
      const yes = await authenticate(service, [`${goodPassword}${codeOf(world, alice)}`])
      assert.equal(yes.code, 0, yes.out)
      const no = await authenticate(service, [`${goodPassword}${wrongCode(world, alice)}`])
      assert.notEqual(no.code, 0, no.out)
    },
    {},
  )
})

eachEngine('pam_radius: the password, then the code that it is told to ask for', async (world) => {
  if (skip) return
  const alice = await person(world, 'Alice')
  await withPam(
    world,
    async (service) => {
      const yes = await authenticate(service, [goodPassword, codeOf(world, alice)])
      assert.equal(yes.code, 0, yes.out)
      assert.match(yes.out, /Enter the code of your authenticator/)
      const no = await authenticate(service, [goodPassword, wrongCode(world, alice)])
      assert.notEqual(no.code, 0, no.out)
    },
    { challenge: true },
  )
})

eachEngine(
  'A-121 plugin-fail-open: pam_radius lets nobody in who is not answered, or by somebody else',
  async (world) => {
    if (skip) return
    const alice = await person(world, 'Alice')
    const ends = async (speaks: (socket: Socket, packet: Buffer, from: RemoteInfo) => void) => {
      const socket = createSocket('udp4')
      socket.on('message', (packet, from) => speaks(socket, packet, from))
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
      try {
        const lines = [`${goodPassword}${codeOf(world, alice)}`]
        const { code } = await withService(
          `127.0.0.1:${socket.address().port} another-secret-4711 1`,
          (service) => authenticate(service, lines),
        )
        assert.notEqual(code, 0)
      } finally {
        socket.close()
      }
    }
    await ends(() => undefined)
    await ends((socket, _, { port }) => socket.send('<h1>It works!</h1>', port, '127.0.0.1'))
    // An Access-Accept that nobody has signed (RFC 2865 §3).
    await ends((socket, packet, { port }) => {
      const yes = Buffer.alloc(20)
      yes[0] = 2
      yes[1] = packet[1] ?? 0
      yes.writeUInt16BE(20, 2)
      socket.send(yes, port, '127.0.0.1')
    })
  },
)

import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connectApplication, createApplication } from '../../src/administration/index.ts'
import type { Engine } from '../../src/engine.ts'
import { listenForRadius } from '../../src/protocols/radius/server.ts'
import { absent } from '../cli/sallyport.fixture.ts'
import { codeAt, operator, type Person, step, type World } from '../kit/engine.ts'

export const skip = process.env.CI === 'true' ? false : absent('radclient')

interface Answered {
  /** The kind of packet that came back; silence where none did. */
  readonly kind: string
  readonly out: string
}

export interface House {
  readonly port: number
  readonly applicationId: Awaited<ReturnType<typeof createApplication>>['id']
  readonly secret: string
  ask(
    lines: readonly string[],
    options?: { readonly secret?: string; readonly kind?: string; readonly tries?: number },
  ): Promise<Answered>
  /** By name and password field, signed like a system of today. */
  access(name: string, typed: string, tries?: number): Promise<Answered>
}

/** A VPN that asks a real port of ours, by a client that others wrote. */
export async function withVpn(
  engine: Engine,
  run: (house: House) => Promise<void>,
  settings: object = {},
  name = 'VPN',
): Promise<void> {
  const application = await createApplication(engine, {
    actor: operator,
    name,
    class: 'remote-access',
  })
  const { secret = '' } = await connectApplication(engine, {
    actor: operator,
    applicationId: application.id,
    door: 'radius',
    settings: { networks: ['127.0.0.1'], ...settings },
  })
  const port = await freeUdpPort()
  const listening = await listenForRadius(engine, { host: '127.0.0.1', port })
  const ask: House['ask'] = (lines, { secret: with_ = secret, kind = 'auth', tries } = {}) =>
    radclient(lines, [`127.0.0.1:${port}`, kind, with_], tries)
  try {
    await run({
      port,
      applicationId: application.id,
      secret,
      ask,
      access: (name, typed, tries) =>
        ask([`User-Name = "${name}"`, `User-Password = "${typed}"`, 'Message-Authenticator = 0x00'], {
          ...(tries === undefined ? {} : { tries }),
        }),
    })
  } finally {
    await listening.close()
  }
}

/** For those who expect no answer: so many seconds, not twenty, in which a busy machine still gives one. */
export const toBeSilent = 3

/** Asks again each second: it is the same packet, so nothing is judged twice. */
export async function radclient(
  lines: readonly string[],
  words: readonly string[],
  tries = 20,
): Promise<Answered> {
  const child = spawn('radclient', ['-x', '-r', String(tries), '-t', '1', ...words])
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    out += chunk
  })
  child.stdin.end(`${lines.join('\n')}\n`)
  await new Promise((resolve) => child.once('close', resolve))
  return { kind: /Received (\S+)/.exec(out)?.[1] ?? 'silence', out }
}

export function codeOf(world: World, owner: Person): string {
  world.clock.advance(step)
  return codeAt(owner.totp.shown, world.clock.now())
}

/** A socket of its own, as another port or address of the outside. */
export async function openAsker(port: number, address = '127.0.0.1') {
  const socket = createSocket('udp4')
  socket.bind(0, address)
  await once(socket, 'listening')
  return {
    send: (bytes: Uint8Array) => socket.send(bytes, port, '127.0.0.1'),
    /** What comes back; undefined where nothing does in time. */
    async ask(bytes: Uint8Array, wait = 1_000): Promise<Buffer | undefined> {
      const answered = once(socket, 'message', { signal: AbortSignal.timeout(wait) })
      socket.send(bytes, port, '127.0.0.1')
      const [answer] = await answered.catch(() => [undefined])
      return answer
    },
    close: () => socket.close(),
  }
}

/** The same engine, whose time inside the process is told by a test. */
export function hastened(engine: Engine, monotonic: () => number): Engine {
  const clock = { now: () => engine.storage.clock.now(), monotonic }
  const storage = Object.assign(Object.create(engine.storage), { clock })
  return Object.assign(Object.create(engine), { storage })
}

/**
 * One that UDP has free, of those that clients are not given for themselves meanwhile; and of four digits, for OpenVPN's
 * plug-in reads no more.
 */
export async function freeUdpPort(): Promise<number> {
  for (;;) {
    const port = randomInt(2_000, 10_000)
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4')
  try {
    const listening = once(socket, 'listening')
    socket.bind(port, '127.0.0.1')
    await listening
    return true
  } catch {
    return false
  } finally {
    socket.close()
  }
}

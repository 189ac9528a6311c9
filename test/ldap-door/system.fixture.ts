import { spawn } from 'node:child_process'
import { Client } from 'ldapts'
import { connectApplication, createApplication } from '../../src/administration/index.ts'
import type { Engine } from '../../src/engine.ts'
import { peopleName, readerName, suffixOf } from '../../src/protocols/ldap/names.ts'
import { listenForLdap } from '../../src/protocols/ldap/server.ts'
import { absent } from '../cli/sallyport.fixture.ts'
import { codeAt, operator, type Person, step, type World } from '../kit/engine.ts'
import { freePort } from '../kit/free-port.ts'

export const skip = process.env.CI === 'true' ? false : absent('ldapsearch')

/** A system that speaks nothing but LDAP, before a real port of ours. */
export interface System {
  readonly port: number
  readonly url: string
  readonly applicationId: Awaited<ReturnType<typeof createApplication>>['id']
  readonly secret: string
  readonly base: string
  readonly reader: string
  nameOf(account: string): string
  /** A connection by somebody else's library; closed when the test is over. */
  client(): Client
}

let systems = 0

export async function withSystem(
  engine: Engine,
  run: (system: System) => Promise<void>,
  settings: object = {},
): Promise<void> {
  const act = { actor: operator, class: 'administration' } as const
  const { id: applicationId } = await createApplication(engine, { ...act, name: `Build server ${++systems}` })
  const { secret = '' } = await connectApplication(engine, {
    ...{ actor: operator, applicationId, door: 'ldap' },
    settings: { networks: ['127.0.0.1'], ...settings },
  })
  const port = await freePort()
  const url = `ldap://127.0.0.1:${port}`
  const listening = await listenForLdap(engine, { host: '127.0.0.1', port })
  const clients: Client[] = []
  try {
    await run({
      ...{ port, url, applicationId, secret },
      base: suffixOf(applicationId),
      reader: readerName(applicationId),
      nameOf: (account) => `uid=${account},${peopleName(applicationId)}`,
      client() {
        const client = new Client({ url, timeout: 20_000, connectTimeout: 20_000 })
        clients.push(client)
        return client
      },
    })
  } finally {
    await Promise.all(clients.map((client) => client.unbind().catch(() => undefined)))
    await listening.close()
  }
}

/** What it comes to: 0 is a yes (RFC 4511 §4.1.9). */
export async function resultOf(asked: Promise<unknown>): Promise<number> {
  try {
    await asked
    return 0
  } catch (error) {
    return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : -1
  }
}

export function codeOf(world: World, owner: Person): string {
  world.clock.advance(step)
  return codeAt(owner.totp.shown, world.clock.now())
}

/** One of OpenLDAP's own programs. */
export async function run(program: string, words: readonly string[]) {
  const child = spawn(program, words, { env: { ...process.env, LDAPNOINIT: '1' } })
  let out = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      out += chunk
    })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, out }
}

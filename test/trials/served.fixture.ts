import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectApplication, createApplication, tryDoor } from '../../src/administration/index.ts'
import type { Application, Finding } from '../../src/applications/index.ts'
import type { Outbound } from '../../src/delivery/index.ts'
import type { Engine } from '../../src/engine.ts'
import { createHttp } from '../../src/server/http.ts'
import { openWorld, operator, type World } from '../kit/engine.ts'
import { freePort } from '../kit/free-port.ts'

export interface Served {
  readonly world: World
  readonly engine: Engine
  readonly url: string
  close(): Promise<void>
}

/** A server that is reached at its own base URL. */
export async function openServed(): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-trial-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const world = await openWorld(join(folder, 'sallyport.db'), { baseUrl: url })
  const { app } = await createHttp({ engine: world.engine, pages: folder, trustedProxies: [] })
  await app.listen({ port, host: '127.0.0.1' })
  return {
    world,
    engine: world.engine,
    url,
    async close() {
      await app.close()
      await world.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

let made = 0

export interface Tried {
  readonly application: Application
  readonly secret: string
  /** What a test of it says, by what was looked at. */
  look(secret?: string): Promise<Readonly<Record<string, Finding>>>
}

export async function connectTo(engine: Engine, door: string, settings: object): Promise<Tried> {
  const application = await createApplication(engine, { actor: operator, name: `Tried ${++made}` })
  const applicationId = application.id
  const { secret = '' } = await connectApplication(engine, { actor: operator, applicationId, door, settings })
  return {
    application,
    secret,
    look: async (given) =>
      byCheck(await tryDoor(engine, { actor: operator, applicationId, door, secret: given })),
  }
}

export function byCheck(findings: readonly Finding[]): Readonly<Record<string, Finding>> {
  return Object.fromEntries(findings.map((finding) => [finding.check, finding]))
}

/** The world outside: hosts with what each of them does. */
export function outside(hosts: Readonly<Record<string, () => Response>>): Outbound {
  return async (url) => {
    const answer = hosts[new URL(url).host]
    if (!answer) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
    return answer()
  }
}

/** A way to sites on loopback by whatever name, as a name server would have it. */
export function toLoopback(): Outbound {
  return (url, { headers } = {}) =>
    new Promise((resolve, reject) => {
      const { port, host, pathname, search } = new URL(url)
      const sent = { ...Object.fromEntries(new Headers(headers)), host }
      const asked = request({ host: '127.0.0.1', port, path: pathname + search, headers: sent }, (answer) => {
        answer.resume()
        const { statusCode: status = 502, headers: had } = answer
        const named = Object.entries(had).map(([name, value]) => [name, String(value)])
        resolve(new Response(null, { status, headers: Object.fromEntries(named) }))
      })
      asked.on('error', reject)
      asked.end()
    })
}

import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectApplication, createApplication } from '../src/administration/index.ts'
import { admit } from '../src/authentication/index.ts'
import { hashToken } from '../src/kernel/tokens.ts'
import { openSiteStore } from '../src/protocols/forward-auth/store.ts'
import { openWorld, operator, person, signIn } from '../test/kit/engine.ts'
import { openTestServer } from '../test/kit/server.ts'
import type { Bench, Measure } from './kit/bench.ts'
import { median } from './kit/race.ts'

/** What a proxy's question may add to a request, at the median. */
const target = 1

/** One question after the other over one kept connection, as a proxy asks: what each request to a site waits for. */
export const bench: Bench = {
  name: 'forward-auth',
  async *run({ quick }) {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-forward-auth-'))
    const world = await openWorld(join(folder, 'sallyport.db'))
    const server = await openTestServer(world.engine)
    try {
      const { path, headers } = await visited(world)
      const rounds = quick ? 2_000 : 20_000
      const asked = await timesOf(server.port, rounds, path, headers)
      const bare = await timesOf(server.port, rounds, '/health/live', {})
      yield measure('asked about a signed-in visitor, median', median(asked), true)
      yield measure('asked about a signed-in visitor, p99', at(asked, 0.99), false)
      yield measure('a route of ours that reads nothing, median', median(bare), false)
    } finally {
      await server.close()
      await world.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** A site, and somebody who was let in to it. */
async function visited(world: Awaited<ReturnType<typeof openWorld>>) {
  const { engine } = world
  const { id } = await createApplication(engine, { actor: operator, name: 'Wiki' })
  const settings = { origin: 'https://wiki.example', proxy: 'nginx' }
  const act = { actor: operator, applicationId: id, door: 'forward-auth' }
  const { secret = '' } = await connectApplication(engine, { ...act, settings })
  const { token: sessionToken } = await signIn(world, await person(world, 'Alice'))
  const surroundings = { door: 'forward-auth' }
  const asking = { sessionToken, applicationId: id, door: 'forward-auth', wishes: {}, surroundings }
  const { admitted } = await admit(engine, asking)
  if (!admitted) throw new Error('nobody was let in')
  const store = openSiteStore(engine)
  const way = store.createWay({
    applicationId: id,
    destination: '/',
    browserHash: hashToken('of the bench'),
  })
  await engine.storage.book({ statements: [way.statement], locks: [] })
  const found = await store.findWay(way.token)
  if (!found) throw new Error('there is no way')
  const { token, statements } = store.arrive(found, admitted)
  await engine.storage.book({ statements, locks: [] })
  return {
    path: `/forward-auth/sites/${id}/check`,
    headers: {
      'sallyport-proxy': secret,
      'x-original-uri': '/page',
      'x-original-method': 'GET',
      cookie: `__Host-sallyport_site=${token}`,
    },
  }
}

/** Milliseconds of each answer. */
async function timesOf(
  port: number,
  rounds: number,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const from = performance.now()
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, headers, agent }, (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode))
      })
      asked.on('error', reject)
      asked.end()
    })
    if (status !== 200) throw new Error(`${path} answered ${status}`)
    times.push(performance.now() - from)
  }
  agent.destroy()
  return times
}

function at(times: readonly number[], share: number): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length * share)] ?? Number.NaN
}

function measure(name: string, value: number, aimed: boolean): Measure {
  return {
    bench: 'forward-auth',
    measure: name,
    value,
    unit: 'ms',
    against: null,
    ratio: null,
    target: aimed ? `under ${target} ms` : null,
    met: aimed ? value < target : null,
  }
}

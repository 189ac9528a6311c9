import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Bench, Measure } from './kit/bench.ts'
import { portOf } from './kit/child.ts'
import { median } from './kit/race.ts'

const targets = { milliseconds: 400, mebibytes: 120 }
const patience = 30_000
const idleFor = 3_000
const root = join(import.meta.dirname, '..')
const command = join(root, 'bin/sallyport.js')

/** One start of the server: until it said that it is ready, and its resident memory in MiB some seconds later. */
interface Start {
  readonly milliseconds: number
  readonly idle: number
}

/** The measures of a run: cold ones once, the others of each warm start. */
interface Starts {
  readonly first: Start
  readonly filling: Start
  readonly warm: readonly Start[]
  /** Memory after somebody was refused: the writer's thread and the password hasher are there by then. */
  readonly afterWork: number
}

/** `sallyport serve`, from the command to the first ready answer, with a database of its own. */
export const bench: Bench = {
  name: 'start',
  async *run({ quick }) {
    // As `npm start` does before it starts.
    execFileSync(process.execPath, [join(root, 'build/bundle.ts')])
    const { first, filling, warm, afterWork } = await measureStarts(quick ? 3 : 9)
    const milliseconds = median(warm.map((start) => start.milliseconds))
    const idle = median(warm.map((start) => start.idle))
    yield aimed('start to ready, warm', milliseconds, 'ms', targets.milliseconds)
    yield aimed('resident memory, idle', idle, 'MiB', targets.mebibytes)
    yield aimed('resident memory, idle after a refused sign-in', afterWork, 'MiB', targets.mebibytes)
    yield alone('start to ready, first start of all: new database and key', first.milliseconds, 'ms')
    yield alone('start to ready, cold compile cache', filling.milliseconds, 'ms')
  },
}

async function measureStarts(rounds: number): Promise<Starts> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-start-'))
  try {
    // The first start makes the data folder, so the second is the first that can fill the cache.
    const first = await startOnce(folder)
    const filling = await startOnce(folder)
    const warm: Start[] = []
    for (let round = 0; round < rounds; round++) warm.push(await startOnce(folder))
    const afterWork = (await startOnce(folder, refusedSignIn)).idle
    return { first, filling, warm, afterWork }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function startOnce(folder: string, work = async (_base: string) => {}): Promise<Start> {
  const port = await freePort()
  const from = performance.now()
  const args = [command, 'serve', '--data', join(folder, 'data'), '--port', String(port)]
  const server = spawn(process.execPath, args, { stdio: 'ignore', cwd: folder })
  try {
    await untilReady(server, port)
    const milliseconds = performance.now() - from
    await work(`http://localhost:${port}`)
    await pause(idleFor)
    return { milliseconds, idle: residentMebibytes(server) }
  } finally {
    const gone = once(server, 'exit')
    server.kill('SIGTERM')
    if (server.exitCode === null) await gone
  }
}

/** A browser, a name that nobody has, a password. */
async function refusedSignIn(base: string): Promise<void> {
  const portal = await fetch(`${base}/api/v1/portal`)
  const { csrf } = (await portal.json()) as { readonly csrf: string }
  const headers = { 'content-type': 'application/json', 'x-sallyport-csrf': csrf, cookie: cookiesOf(portal) }
  const post = (path: string, body: unknown, cookie = headers.cookie) =>
    fetch(`${base}/api/v1/attempts${path}`, {
      method: 'POST',
      headers: { ...headers, cookie },
      body: JSON.stringify(body),
    })
  const attempt = await post('', { account: 'nobody' })
  const proofs = [{ factor: 'password', proof: { password: 'not the password' } }]
  const refused = await post('/current/proofs', { proofs }, `${headers.cookie}; ${cookiesOf(attempt)}`)
  if (refused.status !== 401) throw new Error(`A refusal was expected, not ${refused.status}.`)
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.slice(0, cookie.indexOf(';')))
    .join('; ')
}

async function untilReady(server: ChildProcess, port: number): Promise<void> {
  const ends = performance.now() + patience
  while (performance.now() < ends && server.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined)
    if (answer?.ok) return
    await pause(5)
  }
  throw new Error(`The server did not become ready (exit code ${server.exitCode}).`)
}

/** Linux tells it of any process; elsewhere there is no figure. */
function residentMebibytes({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return Number.NaN
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  return port
}

function aimed(measure: string, value: number, unit: string, most: number): Measure {
  return { ...alone(measure, value, unit), target: `under ${most} ${unit}`, met: value < most }
}

function alone(measure: string, value: number, unit: string): Measure {
  return { bench: 'start', measure, value, unit, against: null, ratio: null, target: null, met: null }
}

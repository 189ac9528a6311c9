import { type ChildProcess, spawn } from 'node:child_process'
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
const command = join(import.meta.dirname, '../bin/sallyport.js')

/** One start of the server: until it said that it is ready, and what it held some seconds later. */
interface Start {
  readonly milliseconds: number
  readonly mebibytes: number
}

/** `sallyport serve`, from the command to the first ready answer, with a database of its own. */
export const bench: Bench = {
  name: 'start',
  async *run({ quick }) {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-start-'))
    try {
      // The first start makes the data folder, so the second is the first that can fill the cache.
      const [first, filling] = [await startOnce(folder, 0), await startOnce(folder, 0)]
      const warm: Start[] = []
      for (let round = 0; round < (quick ? 3 : 9); round++) {
        warm.push(await startOnce(folder, round === 0 ? idleFor : 0))
      }
      const milliseconds = median(warm.map((start) => start.milliseconds))
      const mebibytes = warm[0]?.mebibytes ?? Number.NaN
      yield aimed('start to ready, warm', milliseconds, 'ms', targets.milliseconds)
      yield aimed('resident memory, idle', mebibytes, 'MiB', targets.mebibytes)
      yield alone('start to ready, first start of all: new database and key', first.milliseconds, 'ms')
      yield alone('start to ready, cold compile cache', filling.milliseconds, 'ms')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function startOnce(folder: string, idle: number): Promise<Start> {
  const port = await freePort()
  const from = performance.now()
  const args = [command, 'serve', '--data', join(folder, 'data'), '--port', String(port)]
  const server = spawn(process.execPath, args, { stdio: 'ignore', cwd: folder })
  try {
    await untilReady(server, port)
    const milliseconds = performance.now() - from
    await pause(idle)
    return { milliseconds, mebibytes: residentMebibytes(server) }
  } finally {
    const gone = once(server, 'exit')
    server.kill('SIGTERM')
    if (server.exitCode === null) await gone
  }
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

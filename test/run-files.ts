import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export interface Counts {
  readonly passed: number
  readonly failed: number
  /** Skipped ones and those marked as yet to do. */
  readonly skipped: number
  /** A process ended without telling what became of its tests. */
  readonly broken?: boolean
  /** Why tests failed, as their processes closed with it. */
  readonly complaints?: readonly string[]
}

export const none: Counts = { passed: 0, failed: 0, skipped: 0 }

export function add(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    broken: a.broken || b.broken || false,
    complaints: [...(a.complaints ?? []), ...(b.complaints ?? [])],
  }
}

interface Lot {
  readonly root: string
  readonly files: readonly string[]
  readonly nodeOptions: readonly string[]
  /** Milliseconds until the process and all that it started are ended. */
  readonly limit: number
  readonly interruption: AbortSignal
  /** Nothing else runs meanwhile: its report may be printed as it comes, not whole at the end. */
  readonly alone: boolean
  /** The folder for temporary files. */
  readonly temporary?: string
}

type Ending = 'in time' | 'out of time' | 'interrupted'

/** Runs test files together in a process of their own. A crash, a silent exit and a time-out each count as a failure. */
export async function runTestFiles(lot: Lot): Promise<Counts> {
  const name = lot.files.length === 1 ? String(lot.files[0]) : `${lot.files.length} files`
  if (lot.interruption.aborted) return none
  if (lot.limit <= 0) return failure(`${name}: not run, the time for all tests is over`)

  const folder = mkdtempSync(join(tmpdir(), 'sallyport-test-'))
  try {
    const report = join(folder, 'report.tap')
    const child = startNode(lot, report)
    const { ending, output } = await endOf(child, lot)
    if (ending === 'out of time') return failure(`${name}: ended after ${Math.round(lot.limit / 1000)} s`)
    const counts = countsOf(name, child, existsSync(report) ? readFileSync(report, 'utf8') : '')
    return add(counts, { ...none, complaints: complaintsIn(output) })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function startNode(lot: Lot, report: string): ChildProcess {
  const reporters = [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=tap', `--test-reporter-destination=${report}`],
  ]
  // With --test-force-exit a forgotten handle costs nothing; in Node's own isolation it would lose results.
  const options = ['--test', '--test-isolation=none', '--test-force-exit', ...reporters, ...lot.nodeOptions]
  return spawn(process.execPath, [...options, ...lot.files], {
    cwd: lot.root,
    detached: true,
    stdio: lot.alone ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...colours(), ...(lot.temporary ? { TMPDIR: lot.temporary } : {}) },
  })
}

function colours(): Record<string, string> {
  return process.stdout.isTTY && !process.env.CI ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }
}

async function endOf(
  child: ChildProcess,
  { limit, interruption }: Lot,
): Promise<{ readonly ending: Ending; readonly output: string }> {
  const chunks: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk))
  const closed = once(child, 'close')
  const stop = AbortSignal.any([AbortSignal.timeout(Math.ceil(limit)), interruption])
  stop.addEventListener('abort', () => endTree(child))

  await once(child, 'exit')
  endTree(child)
  await Promise.race([closed, wait(1000, undefined, { ref: false })])
  const output = Buffer.concat(chunks).toString()
  process.stdout.write(output)
  const late = stop.aborted && child.signalCode === 'SIGKILL'
  return { ending: interruption.aborted ? 'interrupted' : late ? 'out of time' : 'in time', output }
}

/** The closing part of a report that has one: each failed test with its error. */
function complaintsIn(output: string): readonly string[] {
  const [, complaint] = output.split(/^✖ failing tests:$/m)
  return complaint === undefined ? [] : [complaint.trim()]
}

/** Ends the process group: browsers and servers that a test started go with it. */
function endTree(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // All of them have ended already.
  }
}

function countsOf(name: string, child: ChildProcess, report: string): Counts {
  const count = (word: string) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(report)?.[1] ?? 0)
  const counts = {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  }
  const finished = /^# tests \d+$/m.test(report)
  if (finished && (child.exitCode === 0 || counts.failed > 0)) return counts
  return add(counts, failure(`${name}: the process ended too early (${child.signalCode ?? child.exitCode})`))
}

function failure(message: string): Counts {
  console.log(`✖ ${message}`)
  return { ...none, failed: 1, broken: true, complaints: [`✖ ${message}`] }
}

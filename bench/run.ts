/**
 * `npm run bench`: measures and prints a table.
 * `npm run bench -- NAME…` runs some; `--json` prints a line per measure; `--quick` takes less than a minute;
 * `--write` puts the results into docs/reference/performance.md. Exit code 1: a target was missed.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench, BenchOptions, Measure } from './kit/bench.ts'
import { formatSection, formatTable, replaceSection } from './kit/report.ts'

const benches: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  coverage: () => import('./coverage.ts'),
  otp: () => import('./otp.ts'),
  policy: () => import('./policy.ts'),
  rehearsal: () => import('./rehearsal.ts'),
  inventory: () => import('./inventory.ts'),
  tokens: () => import('./tokens.ts'),
  'forward-auth': () => import('./forward-auth.ts'),
  radius: () => import('./radius.ts'),
  start: () => import('./start.ts'),
  verify: () => import('./verify.ts'),
  factors: () => import('./factors.ts'),
  qr: () => import('./qr.ts'),
}

const page = join(import.meta.dirname, '../docs/reference/performance.md')
const emptyPage =
  '# Performance\n\nWritten by `npm run bench -- --write`: one section per bench, each as measured on its day.\n'

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})

const names = positionals.length > 0 ? positionals : Object.keys(benches)
const unknown = names.find((name) => !Object.hasOwn(benches, name))
if (unknown !== undefined) {
  console.error(`There is no bench ${unknown}; there are: ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}

installRivals()
const measures: Measure[] = []
for (const name of names) measures.push(...(await runBench(name, { quick: flags.quick })))
if (measures.some((measure) => measure.met === false)) process.exitCode = 1

async function runBench(name: string, options: BenchOptions): Promise<Measure[]> {
  const module = await benches[name]?.()
  const own: Measure[] = []
  for await (const measure of module?.bench.run(options) ?? []) {
    own.push(measure)
    if (flags.json) console.log(JSON.stringify(measure))
  }
  if (!flags.json) console.log(`${formatTable(own)}\n`)
  if (flags.write) writeSection(name, own)
  return own
}

function writeSection(name: string, own: readonly Measure[]): void {
  const before = existsSync(page) ? readFileSync(page, 'utf8') : emptyPage
  mkdirSync(dirname(page), { recursive: true })
  writeFileSync(page, replaceSection(before, name, formatSection(name, own, new Date())))
}

/** The rivals have their own lockfile and are installed only for those who measure. */
function installRivals(): void {
  if (writtenAt('node_modules/.package-lock.json') >= writtenAt('package-lock.json')) return
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error('The rivals could not be installed: `npm ci` in bench/ failed.')
    process.exit(2)
  }
}

function writtenAt(file: string): number {
  return statSync(join(import.meta.dirname, file), { throwIfNoEntry: false })?.mtimeMs ?? 0
}

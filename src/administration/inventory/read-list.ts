import { type Name, typedName } from '../../accounts/index.ts'
import { entitlement } from '../../inventory/index.ts'
import { type CsvRecord, readCsv } from '../../kernel/csv.ts'
import { importRefused } from '../errors.ts'
import { type AccessEntry, type ImportProblem, mostEntries } from '../import/index.ts'

/** What was read of a table; lines count from 1, as editors do. */
export interface ReadTable<Entry> {
  readonly entries: readonly Entry[]
  readonly problems: readonly ImportProblem[]
}

type Column = 'account' | 'system' | 'entitlement'

/** Headings as exports have them; spaces, dots and hyphens in them do not count. */
const headings: Readonly<Record<string, Column>> = {
  account: 'account',
  accountname: 'account',
  user: 'account',
  username: 'account',
  login: 'account',
  upn: 'account',
  system: 'system',
  application: 'system',
  app: 'system',
  service: 'system',
  entitlement: 'entitlement',
  right: 'entitlement',
  role: 'entitlement',
  group: 'entitlement',
  permission: 'entitlement',
}

/** Reads `account,system,entitlement`; the last may be left out. Throws `import.refused` where it is no such table. */
export function readAccessList(text: string, source: string): ReadTable<AccessEntry> {
  return readTable(text, { columns: headings, needs: ['account', 'system'] }, (cells, where) => {
    const account = nameIn(cells.account)
    const system = nameIn(cells.system)
    const right = entitlement.safeParse(cells.entitlement ?? '')
    if (!account) return problem(where, 'its account is not a name')
    if (!system) return problem(where, 'its system is not a name')
    if (!right.success) return problem(where, 'its entitlement is too long, or not one line')
    return { where, access: { source, account, system, entitlement: right.data } }
  })
}

/** Reads a table whose first line names its columns; a column with another heading is passed over. */
export function readTable<Column extends string, Entry extends object>(
  text: string,
  {
    columns,
    needs,
  }: { readonly columns: Readonly<Record<string, Column>>; readonly needs: readonly Column[] },
  entryOf: (cells: Readonly<Partial<Record<Column, string>>>, where: string) => Entry | ImportProblem,
): ReadTable<Entry> {
  const entries: Entry[] = []
  const problems: ImportProblem[] = []
  let named: readonly (Column | undefined)[] | undefined
  for (const record of readCsv(text.replace(/^\ufeff/, ''), refuseLine)) {
    if (!named) {
      named = record.fields.map((heading) => columns[heading.toLowerCase().replace(/[ _.-]/g, '')])
      if (!needs.every((column) => named?.includes(column))) refuseHeadings(needs)
      continue
    }
    const read = entryOf(cellsOf(record, named), `line ${record.line}`)
    if ('reason' in read) problems.push(read)
    else entries.push(read)
    if (entries.length > mostEntries) break
  }
  if (entries.length === 0 && problems.length === 0) refuseLine(1, 'nothing follows it')
  return { entries, problems }
}

function cellsOf<Column extends string>({ fields }: CsvRecord, named: readonly (Column | undefined)[]) {
  const pairs = named.flatMap((column, index) => (column ? [[column, fields[index] ?? ''] as const] : []))
  return Object.fromEntries(pairs) as Partial<Record<Column, string>>
}

export function nameIn(text: string | undefined): Name | undefined {
  return typedName.safeParse(text).data
}

export function problem(where: string, reason: string): ImportProblem {
  return { where, reason, remedy: 'Mend the line, or leave it out.' }
}

function refuseHeadings(needs: readonly string[]): never {
  const reason = `its headings do not name ${needs.join(' and ')}`
  throw importRefused([{ where: 'line 1', reason, remedy: `Begin with a line such as: ${needs.join(',')}` }])
}

function refuseLine(line: number, reason: string): never {
  throw importRefused([{ where: `line ${line}`, reason, remedy: 'Check that the file is whole.' }])
}

import { type Name, typedName } from '../../accounts/index.ts'
import { entitlement } from '../../inventory/index.ts'
import { type CsvRecord, readCsv } from '../../kernel/csv.ts'
import { importRefused } from '../errors.ts'
import { type AccessEntry, type ImportProblem, mostEntries } from '../import/index.ts'

/** What was read of a table; lines count from 1, as editors do. */
export interface ReadList {
  readonly entries: readonly AccessEntry[]
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

const needed = ['account', 'system'] as const satisfies readonly Column[]

/**
 * Reads `account,system,entitlement`; the last may be left out, and a column with another heading is passed over.
 * Throws `import.refused` where it is no such table.
 */
export function readAccessList(text: string, source: string): ReadList {
  const entries: AccessEntry[] = []
  const problems: ImportProblem[] = []
  let named: readonly (Column | undefined)[] | undefined
  for (const record of readCsv(text.replace(/^\ufeff/, ''), refuseLine)) {
    if (!named) {
      named = record.fields.map((heading) => headings[heading.toLowerCase().replace(/[ _.-]/g, '')])
      if (!needed.every((column) => named?.includes(column))) refuseHeadings()
      continue
    }
    const read = entryOf(cellsOf(record, named), `line ${record.line}`, source)
    if ('reason' in read) problems.push(read)
    else entries.push(read)
    if (entries.length > mostEntries) break
  }
  if (entries.length === 0 && problems.length === 0) refuseLine(1, 'nothing follows it')
  return { entries, problems }
}

type Cells = Readonly<Partial<Record<Column, string>>>

function cellsOf({ fields }: CsvRecord, named: readonly (Column | undefined)[]): Cells {
  const pairs = named.flatMap((column, index) => (column ? [[column, fields[index] ?? ''] as const] : []))
  return Object.fromEntries(pairs)
}

function entryOf(cells: Cells, where: string, source: string): AccessEntry | ImportProblem {
  const account = nameIn(cells.account)
  const system = nameIn(cells.system)
  const right = entitlement.safeParse(cells.entitlement ?? '')
  if (!account) return problem(where, 'its account is not a name')
  if (!system) return problem(where, 'its system is not a name')
  if (!right.success) return problem(where, 'its entitlement is too long, or not one line')
  return { where, access: { source, account, system, entitlement: right.data } }
}

function nameIn(text: string | undefined): Name | undefined {
  return typedName.safeParse(text).data
}

function problem(where: string, reason: string): ImportProblem {
  return { where, reason, remedy: 'Mend the line, or leave it out.' }
}

function refuseHeadings(): never {
  const reason = `its headings do not name ${needed.join(' and ')}`
  throw importRefused([{ where: 'line 1', reason, remedy: `Begin with a line such as: ${needed.join(',')}` }])
}

function refuseLine(line: number, reason: string): never {
  throw importRefused([{ where: `line ${line}`, reason, remedy: 'Check that the file is whole.' }])
}

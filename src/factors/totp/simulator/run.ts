import { z } from 'zod'
import { invalidInput, SallyportError } from '../../../kernel/errors.ts'
import { parseWith } from '../../../kernel/parse.ts'
import type { Shelf, Typed, Workbench } from '../../simulator.ts'
import { type AppEntry, appEntry } from './app-entry.ts'

const options = z.strictObject({ key: z.string().min(1).optional(), replace: z.boolean().default(false) })
const kept = z.strictObject({ uri: z.string() })
type Kept = z.infer<typeof kept>

/** `sim totp`: takes a key where one is given, and shows codes. */
export async function run(workbench: Workbench, { argument: name, options: typed }: Typed): Promise<void> {
  const { key, replace } = parseWith(options, typed)
  const shelf = workbench.shelf('app', kept)
  if (key !== undefined) {
    if (name === undefined) throw invalidInput([{ path: 'name', message: 'A key needs a name' }])
    if (shelf.has(name) && !replace) throw entryExists(name)
    shelf.put(name, { uri: appEntry(key === '-' ? await workbench.read('-') : key, name).uri })
  }
  if (name === undefined) showAll(workbench, shelf)
  else showOne(workbench, name, appEntry(shelf.find(name).uri, name))
}

function showOne({ show, clock }: Workbench, name: string, entry: AppEntry): void {
  const shown = shownOf(name, entry, clock.now())
  show.result(shown)
  show.line(shown.code)
  show.note(`Another one follows in ${shown.left} s.`)
}

function showAll({ show, clock }: Workbench, shelf: Shelf<Kept>): void {
  const at = clock.now()
  const items = shelf.names().map((name) => shownOf(name, appEntry(shelf.find(name).uri, name), at))
  show.result({ items })
  show.table(
    ['NAME', 'ISSUER', 'ACCOUNT', 'CODE', 'SECONDS'],
    items.map(({ name, issuer, account, code, left }) => [name, issuer, account, code, String(left)]),
  )
}

function shownOf(name: string, { issuer, account, code, left }: AppEntry, at: number) {
  return { name, issuer, account, code: code(at), left: left(at) }
}

function entryExists(name: string) {
  return new SallyportError(
    'conflict',
    'simulator.exists',
    `There is an entry ${name} already. Use --replace to put this key in its place.`,
  )
}

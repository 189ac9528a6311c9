import { z } from 'zod'
import { invalidInput } from '../../../kernel/errors.ts'
import { batchCount, type Shelf, type Workbench } from '../../simulator.ts'
import { pskcFile } from './pskc.ts'
import { newToken, type TokenMake, tokenMake } from './virtual-token.ts'

/** What makes a box of tokens. */
export const boxOptions = {
  pskc: z.string().min(1).optional(),
  batch: batchCount.optional(),
}

export function tokenShelf(workbench: Workbench): Shelf<TokenMake> {
  return workbench.shelf('token', tokenMake)
}

/** Makes tokens and the file that comes with them; they are numbered on from those that are there. */
export function makeBox(
  workbench: Workbench,
  { pskc, batch = 1 }: { readonly pskc?: string | undefined; readonly batch?: number | undefined },
  made: Pick<TokenMake, 'kind' | 'suite'>,
): void {
  if (pskc === undefined)
    throw invalidInput([{ path: '--pskc', message: 'Say which file comes with the box' }])
  const shelf = tokenShelf(workbench)
  const prefix = `SIM${workbench.batch}`
  const last = Math.max(0, ...shelf.names().map((name) => numberOf(prefix, name)))
  const tokens = Array.from({ length: batch }, (_, index) =>
    newToken(workbench.random, { ...made, serial: prefix + String(last + index + 1).padStart(4, '0') }),
  )
  workbench.save(pskc, pskcFile(tokens), false)
  for (const token of tokens) shelf.put(token.serial, token)
  const serials = tokens.map(({ serial }) => serial)
  workbench.show.result({ file: pskc, serials })
  for (const serial of serials) workbench.show.line(serial)
  workbench.show.note(`${pskc} holds their secrets, to be imported. Delete it after that.`)
}

function numberOf(prefix: string, name: string): number {
  return name.startsWith(prefix) ? Number(name.slice(prefix.length)) || 0 : 0
}

export function showTokens({ show }: Workbench, shelf: Shelf<TokenMake>): void {
  const tokens = shelf.names().map((name) => ({ name, ...shelf.find(name) }))
  const items = tokens.map(({ name, kind, suite, counter }) => ({ name, kind, suite, counter }))
  show.result({ items })
  show.table(
    ['SERIAL', 'KIND', 'PRESSED', 'SUITE'],
    items.map(({ name, kind, suite = '', counter }) => [
      name,
      kind,
      kind === 'time' ? '' : String(counter),
      suite,
    ]),
  )
}

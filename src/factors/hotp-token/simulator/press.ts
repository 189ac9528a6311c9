import { parseKeyUri } from '@sallyport/otp'
import { z } from 'zod'
import { invalidInput, SallyportError } from '../../../kernel/errors.ts'
import { parseWith } from '../../../kernel/parse.ts'
import type { Typed, Workbench } from '../../simulator.ts'
import { boxOptions, makeBox, showTokens, tokenShelf } from './box.ts'
import { type TokenMake, virtualToken } from './virtual-token.ts'

const options = z.strictObject({
  ...boxOptions,
  clock: z.boolean().default(false),
  key: z.string().min(1).optional(),
})

/** `sim hotp`: makes a box, takes a token by its key, or presses the button of one. */
export async function run(workbench: Workbench, { argument: name, options: typed }: Typed): Promise<void> {
  const { clock, key, ...box } = parseWith(options, typed)
  const shelf = tokenShelf(workbench)
  if (key !== undefined) {
    if (name === undefined) throw invalidInput([{ path: 'serial', message: 'A key needs a name' }])
    if (shelf.has(name)) throw tokenExists(name)
    shelf.put(name, makeOf(name, key === '-' ? await workbench.read('-') : key))
  } else if (box.pskc !== undefined || box.batch !== undefined) {
    return makeBox(workbench, box, { kind: clock ? 'time' : 'event' })
  }
  if (name === undefined) return showTokens(workbench, shelf)
  press(workbench, name)
}

function press(workbench: Workbench, name: string): void {
  const shelf = tokenShelf(workbench)
  const make = shelf.find(name)
  if (make.kind === 'challenge') throw answersQuestions(name)
  const token = virtualToken(make)
  const code = token.press(workbench.clock.now())
  shelf.put(name, { ...make, counter: token.counter })
  workbench.show.result({ serial: make.serial, code })
  workbench.show.line(code)
}

function makeOf(serial: string, uri: string): TokenMake {
  const key = parseKeyUri(uri.trim())
  if (key.type !== 'hotp') throw keyOfApp()
  const { algorithm, digits } = key
  const secret = Buffer.from(key.secret).toString('base64')
  return { serial, kind: 'event', secret, algorithm, digits, period: 30, counter: Number(key.counter) }
}

function tokenExists(name: string) {
  return new SallyportError('conflict', 'simulator.exists', `There is a token ${name} already.`)
}

function keyOfApp() {
  return new SallyportError(
    'invalid',
    'simulator.key-type',
    'This key makes codes of the time. Give it to "sallyport sim totp".',
  )
}

function answersQuestions(name: string) {
  return new SallyportError(
    'invalid',
    'simulator.kind',
    `${name} answers questions: "sallyport sim ocra ${name} --question …".`,
  )
}

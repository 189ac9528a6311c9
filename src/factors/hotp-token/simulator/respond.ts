import { parseOcraSuite } from '@sallyport/otp'
import { z } from 'zod'
import { invalidInput, SallyportError } from '../../../kernel/errors.ts'
import { parseWith } from '../../../kernel/parse.ts'
import type { Typed, Workbench } from '../../simulator.ts'
import { boxOptions, makeBox, showTokens, tokenShelf } from './box.ts'
import { virtualToken } from './virtual-token.ts'

const options = z.strictObject({
  ...boxOptions,
  suite: z.string().optional(),
  question: z.string().min(1).optional(),
  pin: z.string().min(1).optional(),
})

/** `sim ocra`: makes a box, or has a token answer a question. */
export async function run(workbench: Workbench, { argument: name, options: typed }: Typed): Promise<void> {
  const { suite, question, pin, ...box } = parseWith(options, typed)
  if (box.pskc !== undefined || box.batch !== undefined) {
    if (suite !== undefined) parseOcraSuite(suite)
    return makeBox(workbench, box, { kind: 'challenge', ...(suite === undefined ? {} : { suite }) })
  }
  if (name === undefined) return showTokens(workbench, tokenShelf(workbench))
  if (question === undefined) throw invalidInput([{ path: '--question', message: 'Type a question' }])
  respond(workbench, name, question, pin)
}

function respond(workbench: Workbench, name: string, question: string, pin: string | undefined): void {
  const shelf = tokenShelf(workbench)
  const make = shelf.find(name)
  if (make.kind !== 'challenge') throw answersNothing(name)
  const token = virtualToken(make)
  const response = token.respond(question, workbench.clock.now(), pin)
  shelf.put(name, { ...make, counter: token.counter })
  workbench.show.result({ serial: make.serial, response })
  workbench.show.line(response)
}

function answersNothing(name: string) {
  return new SallyportError(
    'invalid',
    'simulator.kind',
    `${name} answers no questions: "sallyport sim hotp ${name}" shows its code.`,
  )
}

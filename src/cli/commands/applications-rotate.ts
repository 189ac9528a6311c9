import { z } from 'zod'
import { durationUpTo, millisecondsOf, spanInWords } from '../../kernel/duration.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { doorMeant, namedApplication } from '../named-application.ts'

const rotateOptions = z.strictObject({
  door: z.string().optional(),
  overlap: durationUpTo('30d').default('1d'),
})

/** `applications rotate`. */
export async function run(context: Context, { argument, options }: CommandInput): Promise<ExitCode> {
  const given = parseWith(rotateOptions, options)
  const named = await namedApplication(context, argument)
  const overlap = millisecondsOf(given.overlap)
  const door = doorMeant(named, given.door)
  const at = { applicationId: named.application.id, door }
  const { id, text } = await named.installation.rotateDoorSecret(at, overlap)
  const { output } = context
  output.result({ application: named.application.name, door, secret: text, id })
  output.line(`The new secret of ${named.application.name}, shown only now: ${text}`)
  output.line(`The old one works for ${spanInWords(overlap)} more.`)
  return 0
}

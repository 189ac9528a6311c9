import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { revisionOption } from '../revision-option.ts'

const showOptions = z.strictObject({ revision: revisionOption.optional() })

/** `policy show`: the applied rules as a file, to be changed and applied again. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { revision } = parseWith(showOptions, input.options)
  const installation = await context.installation()
  const number = revision ?? (await installation.showPolicy()).revision
  const { rulebook } = await installation.showRevision(number)
  const { output } = context
  output.result(rulebook)
  if (output.json) return 0
  const { stringify } = await import('yaml')
  output.raw(`# Revision ${number}\n${stringify(rulebook)}`)
  return 0
}

import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'

/** `completion`: a script made from the table of commands. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const shell = parseWith(z.enum(['bash', 'zsh', 'fish']), input.argument, 'shell')
  context.output.raw(context.completion(shell))
  return 0
}

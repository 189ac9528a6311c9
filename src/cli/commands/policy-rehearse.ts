import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { tellRehearsal } from '../rehearsal.ts'
import { readRulebook } from '../rulebook-file.ts'

/** `policy rehearse`: what recorded sign-ins would have come to under rules that are not applied. */
export async function run(context: Context, { argument, options }: CommandInput): Promise<ExitCode> {
  return tellRehearsal(context, options, await readRulebook(argument))
}

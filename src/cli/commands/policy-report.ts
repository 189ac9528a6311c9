import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { tellRehearsal } from '../rehearsal.ts'

/** `policy report`: what the rules that only report would have done. */
export async function run(context: Context, { options }: CommandInput): Promise<ExitCode> {
  return tellRehearsal(context, options, undefined)
}

import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { namedApplication } from '../named-application.ts'
import { neededReason } from '../reason.ts'

const approveOptions = z.strictObject({
  seen: z.coerce.number().int().min(1).optional(),
  reason: z.string().optional(),
})

/** `applications approve`. */
export async function run(context: Context, { argument, options }: CommandInput): Promise<ExitCode> {
  const given = parseWith(approveOptions, options)
  if (given.seen === undefined) throw usage('--seen is missing: look first, with `applications show`.')
  const { installation, application } = await namedApplication(context, argument)
  const reason = await neededReason(context, given.reason)
  await installation.approveRegistration(application.id, { version: given.seen, reason })
  context.output.result({ id: application.id, name: application.name, status: 'active' })
  context.output.line(`${application.name} is approved, and switched on.`)
  return 0
}

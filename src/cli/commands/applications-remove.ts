import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { namedApplication } from '../named-application.ts'
import { neededReason } from '../reason.ts'

const removeOptions = z.strictObject({ reason: z.string().optional() })

/** `applications remove`: its name stays, for the audit trail speaks of it. */
export async function run(context: Context, { argument, options }: CommandInput): Promise<ExitCode> {
  const given = parseWith(removeOptions, options)
  const { installation, application, doors } = await namedApplication(context, argument)
  const reason = await neededReason(context, given.reason)
  for (const { door } of doors) await installation.disconnect({ applicationId: application.id, door }, reason)
  await installation.disableApplication(application.id, reason)
  const { output } = context
  output.result({ id: application.id, name: application.name, status: 'disabled' })
  output.line(`${application.name} is disconnected and switched off.`)
  return 0
}

import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { namedWebhook } from '../named-webhook.ts'
import { neededReason } from '../reason.ts'

const changeOptions = z.strictObject({
  url: z.string().optional(),
  events: z.array(z.string()).optional(),
  reason: z.string().trim().min(1).optional(),
})

/** `webhooks change`. */
export async function run(context: Context, { argument, options }: CommandInput): Promise<ExitCode> {
  const { reason, ...settings } = parseWith(changeOptions, options)
  if (Object.keys(settings).length === 0) throw usage('Say what to change: --url or --events.')
  const why = await neededReason(context, reason)
  const { installation, webhook } = await namedWebhook(context, argument)
  const changed = await installation.changeWebhook(webhook.id, { ...settings, reason: why })
  context.output.result(changed)
  context.output.line(`${changed.name}: ${changed.events.join(', ')} to ${changed.url}`)
  return 0
}

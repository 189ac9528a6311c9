import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { reasonedWebhook } from '../named-webhook.ts'

/** `webhooks remove`. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { installation, webhook, reason } = await reasonedWebhook(context, input)
  await installation.removeWebhook(webhook.id, reason)
  context.output.result({ removed: webhook.name })
  context.output.line(`${webhook.name} is told nothing more.`)
  return 0
}

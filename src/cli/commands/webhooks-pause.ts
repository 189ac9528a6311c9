import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { reasonedWebhook } from '../named-webhook.ts'

/** `webhooks pause`. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { installation, webhook, reason } = await reasonedWebhook(context, input)
  context.output.result(await installation.pauseWebhook(webhook.id, reason))
  context.output.line(`${webhook.name} is paused.`)
  return 0
}

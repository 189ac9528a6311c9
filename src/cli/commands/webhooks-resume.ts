import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { reasonedWebhook } from '../named-webhook.ts'

/** `webhooks resume`. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { installation, webhook, reason } = await reasonedWebhook(context, input)
  context.output.result(await installation.resumeWebhook(webhook.id, reason))
  context.output.line(`${webhook.name} is told again, also what happened meanwhile.`)
  return 0
}

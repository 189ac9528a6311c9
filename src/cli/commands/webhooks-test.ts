import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { namedWebhook } from '../named-webhook.ts'

/** `webhooks test`: 1 where the message was not taken. */
export async function run(context: Context, { argument }: CommandInput): Promise<ExitCode> {
  const { installation, webhook } = await namedWebhook(context, argument)
  const { taken, answer, milliseconds } = await installation.testWebhook(webhook.id)
  context.output.result({ webhook: webhook.name, taken, answer, milliseconds })
  context.output.line(`${taken ? 'Taken' : 'Not taken'}: ${answer}, after ${milliseconds} ms.`)
  return taken ? 0 : 1
}

import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { namedWebhook, stateOf } from '../named-webhook.ts'
import { table } from '../output.ts'

const shownMessages = 20

/** `webhooks show`. */
export async function run(context: Context, { argument }: CommandInput): Promise<ExitCode> {
  const { installation, webhook } = await namedWebhook(context, argument)
  const messages = await installation.listWebhookMessages(webhook.id, shownMessages)
  const { output } = context
  output.result({ ...webhook, messages })
  output.line(`${webhook.name}: ${stateOf(webhook)}`)
  output.line(`  Address: ${webhook.url}`)
  output.line(`  Events: ${webhook.events.join(', ')}`)
  if (webhook.abandoned > 0) output.line(`  Given up: ${webhook.abandoned}`)
  const rows = messages.map(({ event, status, attempts, answer = '' }) => [
    ...[event, status, String(attempts), answer],
  ])
  if (rows.length > 0)
    for (const line of table(['LAST EVENTS', 'STATE', 'TRIES', 'ANSWER'], rows)) output.line(line)
  return 0
}

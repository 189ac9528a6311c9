import type { Context } from '../context.ts'
import type { ExitCode } from '../definition.ts'
import { stateOf } from '../named-webhook.ts'
import { table } from '../output.ts'

/** `webhooks list`. */
export async function run(context: Context): Promise<ExitCode> {
  const installation = await context.installation()
  const webhooks = await installation.listWebhooks()
  const { output } = context
  output.result({ webhooks })
  const rows = webhooks.map((webhook) => [webhook.name, stateOf(webhook), webhook.url])
  if (rows.length === 0) output.line('There are no webhooks.')
  else for (const line of table(['WEBHOOK', 'STATE', 'ADDRESS'], rows)) output.line(line)
  return 0
}

import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import { webhookSettings } from '../../webhooks/index.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'

const createOptions = z.strictObject({
  url: z.string().optional(),
  events: z.array(z.string()).optional(),
})

/** `webhooks create`. */
export async function run(context: Context, { argument, options }: CommandInput): Promise<ExitCode> {
  const { url, events } = parseWith(createOptions, options)
  if (url === undefined) throw usage('--url is missing: where events are posted to.')
  const settings = parseWith(webhookSettings, { name: argument, url, events })
  const installation = await context.installation()
  const made = await installation.createWebhook(settings)
  const { output } = context
  output.result(made)
  output.line(`${made.name} is told from now on: ${made.events.join(', ')}`)
  output.line(`  Secret, shown only now: ${made.secret}`)
  output.line(`Try it: sallyport webhooks test "${made.name}"`)
  return 0
}

import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import { auditTime } from '../audit-time.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { namedWebhook } from '../named-webhook.ts'

const replayOptions = z.strictObject({ since: auditTime.optional(), until: auditTime.optional() })

/** `webhooks replay`. */
export async function run(context: Context, { argument, options }: CommandInput): Promise<ExitCode> {
  const { since, until } = parseWith(replayOptions, options)
  if (since === undefined) throw usage('--since is missing: from when on.')
  const { installation, webhook } = await namedWebhook(context, argument)
  context.output.result(await installation.replayWebhook(webhook.id, { since, until }))
  context.output.line(`What happened since then is posted to ${webhook.name} once more.`)
  return 0
}

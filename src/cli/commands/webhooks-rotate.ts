import { z } from 'zod'
import { durationUpTo, millisecondsOf, spanInWords } from '../../kernel/duration.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { namedWebhook } from '../named-webhook.ts'

const rotateOptions = z.strictObject({ overlap: durationUpTo('30d').default('1d') })

/** `webhooks rotate`. */
export async function run(context: Context, { argument, options }: CommandInput): Promise<ExitCode> {
  const overlap = millisecondsOf(parseWith(rotateOptions, options).overlap)
  const { installation, webhook } = await namedWebhook(context, argument)
  const { secret } = await installation.rotateWebhook(webhook.id, overlap)
  context.output.result({ webhook: webhook.name, secret })
  context.output.line(`The new secret of ${webhook.name}, shown only now: ${secret}`)
  context.output.line(`The old one signs, too, for ${spanInWords(overlap)} more.`)
  return 0
}

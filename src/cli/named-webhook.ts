import { z } from 'zod'
import { parseWith } from '../kernel/parse.ts'
import { webhookNotFound } from '../webhooks/index.ts'
import type { Context } from './context.ts'
import type { CommandInput } from './definition.ts'
import type { Installation, WebhookEntry } from './installation/index.ts'
import { onlyOne } from './only-one.ts'
import { neededReason } from './reason.ts'

/** A webhook that was named, or told by its id where a name is not enough. Throws `webhook.not-found`, `cli.ambiguous`. */
export async function namedWebhook(
  context: Context,
  argument = '',
): Promise<{ readonly installation: Installation; readonly webhook: WebhookEntry }> {
  const installation = await context.installation()
  const all = await installation.listWebhooks()
  const called = all.filter(({ id, name }) => id === argument || name === argument)
  return { installation, webhook: onlyOne(argument, called, webhookNotFound) }
}

const reasoned = z.strictObject({ reason: z.string().trim().min(1).optional() })

/** A webhook that something is done to, and why. */
export async function reasonedWebhook(context: Context, { argument, options }: CommandInput) {
  const reason = await neededReason(context, parseWith(reasoned, options).reason)
  return { ...(await namedWebhook(context, argument)), reason }
}

/** One line about how it fares. */
export function stateOf({ status, pausedReason, failingSince, waiting }: WebhookEntry): string {
  if (status === 'paused') return `paused (${pausedReason ?? 'asked'})`
  if (failingSince !== undefined) return `failing, ${waiting} waiting`
  return waiting === 0 ? 'active' : `active, ${waiting} waiting`
}

import { z } from 'zod'
import { parseWith } from '../kernel/parse.ts'
import { streamNotFound } from '../streams/index.ts'
import type { Context } from './context.ts'
import type { CommandInput } from './definition.ts'
import type { StreamEntry } from './installation/index.ts'
import { onlyOne } from './only-one.ts'
import { neededReason } from './reason.ts'

const reasoned = z.strictObject({ reason: z.string().trim().min(1).optional() })

/** A stream that something is done to, and why: told by its id, or by its application, if that has only one. Throws `stream.not-found`, `cli.ambiguous`. */
export async function reasonedStream(context: Context, { argument = '', options }: CommandInput) {
  const reason = await neededReason(context, parseWith(reasoned, options).reason)
  const installation = await context.installation()
  const all = await installation.listStreams()
  const called = all.filter(({ id, application }) => id === argument || application === argument)
  const stream = onlyOne(argument, called, streamNotFound)
  return { installation, stream, reason }
}

/** One line about how it fares. */
export function standingOf({ status, cause, failingSince, waiting }: StreamEntry): string {
  if (status !== 'enabled') return `${status} (${cause})`
  if (failingSince !== undefined) return `failing, ${waiting} waiting`
  return waiting === 0 ? 'enabled' : `enabled, ${waiting} waiting`
}

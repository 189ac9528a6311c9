import { z } from 'zod'
import { registrationTokenNotFound } from '../../administration/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { neededReason } from '../reason.ts'

const revokeOptions = z.strictObject({ reason: z.string().optional() })

/** `registration-tokens revoke`. */
export async function run(context: Context, { argument, options }: CommandInput): Promise<ExitCode> {
  const installation = await context.installation()
  const living = (await installation.listRegistrationTokens()).filter(
    ({ revokedAt }) => revokedAt === undefined,
  )
  const [token, more] = living.filter(({ id, name, prefix }) => [id, name, prefix].includes(argument ?? ''))
  if (!token || more) throw registrationTokenNotFound()
  const reason = await neededReason(context, parseWith(revokeOptions, options).reason)
  await installation.revokeRegistrationToken(token.id, reason)
  context.output.result({ revoked: token.name })
  context.output.line(`Nothing more registers with ${token.name}.`)
  return 0
}

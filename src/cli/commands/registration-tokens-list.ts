import type { Context } from '../context.ts'
import type { ExitCode } from '../definition.ts'
import type { RegistrationTokenEntry } from '../installation/index.ts'
import { table, timeText } from '../output.ts'

/** `registration-tokens list`. */
export async function run(context: Context): Promise<ExitCode> {
  const installation = await context.installation()
  const tokens = await installation.listRegistrationTokens()
  const { output } = context
  output.result({ tokens })
  const rows = tokens.map((token) => [
    ...[token.name, `${token.prefix}…`, token.class, `${token.used} of ${token.uses}`, endOf(token)],
  ])
  if (rows.length === 0) output.line('There are no registration tokens.')
  else for (const line of table(['NAME', 'TOKEN', 'CLASS', 'USED', 'ENDS'], rows)) output.line(line)
  return 0
}

function endOf({ revokedAt, expiresAt }: RegistrationTokenEntry): string {
  return revokedAt === undefined ? timeText(expiresAt) : 'revoked'
}

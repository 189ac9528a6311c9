import { join } from 'node:path'
import { z } from 'zod'
import { type Restored, restoreBackup } from '../../administration/index.ts'
import { migrations } from '../../engine.ts'
import { parseWith } from '../../kernel/parse.ts'
import { makeDataFolder, openFromConfig } from '../../server/open.ts'
import { amount } from '../amount.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { isoTime, timeText } from '../output.ts'
import { ask, startProgress } from '../prompt.ts'

const restoreOptions = z.strictObject({
  replace: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  yes: z.boolean().default(false),
})

/** `restore`: brings a backup back as a new epoch; what was issued before it is void (R17). */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(restoreOptions, input.options)
  const file = input.argument
  if (file === undefined) throw usage('Name the backup.')
  const config = await context.config()
  makeDataFolder(config.data)
  const place = {
    database: config.database,
    migrations,
    scratch: join(config.data, 'restore.scratch.db'),
    open: (database: string) => openFromConfig({ ...config, database }, { writer: 'cli', env: context.env }),
  }
  const progress = await startProgress(context.terminal, 'Restoring', 3_000)
  const restored = await restoreBackup(place, {
    actor: context.actor(),
    file,
    replace: options.replace,
    dryRun: options.dryRun,
    confirm: async (lost) => {
      if (lost !== undefined && context.terminal && !options.yes) await ask.confirm(`Lose ${lost}?`)
    },
    onProgress: (step, done, of) =>
      progress.advance(steps[step] + Math.floor((1_000 * done) / Math.max(1, of))),
  })
  progress.stop(options.dryRun ? 'Checked.' : 'Restored.')
  tell(context, restored)
  return 0
}

const steps = { checking: 0, renewing: 1_000, writing: 2_000 } as const

function tell({ output }: Context, { facts, renewal }: Restored): void {
  const { madeAt, madeFrom, counts, digest } = facts
  output.result({ madeAt: isoTime(madeAt), madeFrom, counts, digest, restored: renewal ?? null })
  output.line(
    `A backup of ${timeText(madeAt)} UTC: ${amount(counts.accounts ?? 0, 'account')}, digest ${digest}.`,
  )
  if (!renewal) {
    output.line('It is whole, and your key opens it; nothing was changed.')
    return
  }
  output.line('It is restored as a new epoch: nobody is signed in, and nothing handed out before counts.')
  output.line('Codes of authenticator apps count again in two and a half minutes.')
  if (renewal.voided > 0)
    output.line(
      `${amount(renewal.voided, 'authenticator is', 'authenticators are')} void (recovery codes); ${amount(renewal.told, 'owner is', 'owners are')} told.`,
    )
  if (renewal.stalled > 0)
    output.line(
      `${amount(renewal.stalled, 'authenticator is', 'authenticators are')} held back: of a factor that this server does not know. Once it does, the help desk lets go what is held.`,
    )
  if (renewal.apiKeys > 0)
    output.line(
      `${amount(renewal.apiKeys, 'API key works', 'API keys work')} as then: revoke again what was revoked since.`,
    )
}

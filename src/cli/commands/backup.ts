import { z } from 'zod'
import { makeBackup } from '../../administration/index.ts'
import { migrations } from '../../engine.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { isoTime } from '../output.ts'
import { startProgress } from '../prompt.ts'

const backupOptions = z.strictObject({ out: z.string().min(1).optional() })

/** `backup`: one file with everything but the key, while the server goes on. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { out } = parseWith(backupOptions, input.options)
  const engine = await context.engine()
  const file = out ?? `sallyport-${stampOf(engine.storage.clock.now())}.backup`
  const { database } = await context.config()
  const progress = await startProgress(context.terminal, 'Copying', 1_000)
  const facts = await makeBackup(engine, {
    actor: context.actor(),
    database,
    migrations,
    file,
    onProgress: (done, of) => progress.advance(Math.floor((1_000 * done) / Math.max(1, of))),
  })
  progress.stop('Copied.')
  const { madeAt, madeFrom, schema, counts, digest } = facts
  context.output.result({
    file,
    madeAt: isoTime(madeAt),
    madeFrom,
    schema: schema.at(-1),
    counts,
    digest,
  })
  context.output.line(
    `${file}: ${counts.accounts ?? 0} accounts, ${counts.authenticators ?? 0} authenticators.`,
  )
  context.output.line(`Digest ${digest}`)
  context.output.line('The key is not in it: keep a copy of the key elsewhere, apart from the backups.')
  return 0
}

function stampOf(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')
}

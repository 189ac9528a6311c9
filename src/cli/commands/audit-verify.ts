import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { startProgress } from '../prompt.ts'

const verifyOptions = z.strictObject({
  pinned: z
    .string()
    .regex(
      /^[1-9][0-9]{0,15}:[0-9a-f]{8,128}$/,
      'This has to be the number and hash of a seal, as 1204:9f2c…',
    )
    .optional(),
})

/** `audit verify`: 1 where rows were changed, or a seal that was kept elsewhere is gone. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { pinned } = parseWith(verifyOptions, input.options)
  const engine = await context.engine()
  const progress = await startProgress(context.terminal, 'Checking', 100)
  const found = await engine.audit.verify({
    onProgress: ({ rows, of }) => progress.advance(of === 0 ? 100 : Math.floor((rows / of) * 100)),
    ...(pinned === undefined ? {} : { pinned: sealOf(pinned) }),
  })
  progress.stop('Checked.')
  const { output } = context
  output.result(found)
  output.line(`${found.rows} rows in ${found.lanes} lanes, ${found.seals} seals.`)
  for (const { kind, text } of found.findings) output.line(`${kind}: ${text}`)
  if (found.lastSeal)
    output.line(`Last seal, to keep elsewhere: ${found.lastSeal.number}:${found.lastSeal.hash}`)
  output.line(found.findings.length === 0 ? 'Nothing was changed.' : `${found.findings.length} findings.`)
  return found.findings.length === 0 ? 0 : 1
}

function sealOf(pinned: string) {
  const [number = '', hash = ''] = pinned.split(':')
  return { number: Number(number), hash }
}

import type { Context } from '../context.ts'
import type { ExitCode } from '../definition.ts'

/** `policy check`: exit code 1 where something is probably not meant. */
export async function run(context: Context): Promise<ExitCode> {
  const installation = await context.installation()
  const { findings, rules } = await installation.showPolicy()
  const { output } = context
  output.result({ rules: rules.length, findings })
  for (const { text } of findings) output.line(text)
  if (findings.length === 0) output.line(`Nothing to say about ${rules.length} rules.`)
  return findings.length === 0 ? 0 : 1
}

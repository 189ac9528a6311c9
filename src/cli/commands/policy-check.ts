import { amount } from '../amount.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import type { Installation } from '../installation/index.ts'
import { readRulebook } from '../rulebook-file.ts'

/** `policy check`: exit code 1 where something is probably not meant. */
export async function run(context: Context, { argument }: CommandInput): Promise<ExitCode> {
  const { findings, rules } = await checked(await context.installation(), argument)
  const { output } = context
  output.result({ rules, findings })
  for (const { text } of findings) output.line(text)
  if (findings.length === 0) output.line(`Nothing to say about ${amount(rules, 'rule')}.`)
  return findings.length === 0 ? 0 : 1
}

/** What is in force, or what would be with the rules of a file. */
async function checked(installation: Installation, file: string | undefined) {
  if (file === undefined) {
    const { findings, rules } = await installation.showPolicy()
    return { findings, rules: rules.length }
  }
  const rulebook = await readRulebook(file)
  const { findings } = await installation.previewRules(rulebook)
  return { findings, rules: rulebook.rules.length }
}

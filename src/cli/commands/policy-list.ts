import { spanInWords } from '../../kernel/duration.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../definition.ts'

const base = {
  required: 'Everybody needs a second factor.',
  offered: 'Administrators, the help desk, marked accounts, and whoever set one up need a second factor.',
} as const

/** `policy list`: what is asked of whom. */
export async function run(context: Context): Promise<ExitCode> {
  const installation = await context.installation()
  const policy = await installation.showPolicy()
  const { output } = context
  output.result(policy)
  output.line(base[policy.mfa])
  if (policy.remembers !== undefined)
    output.line(`Who asks for it has a browser remembered for ${spanInWords(policy.remembers)}.`)
  for (const rule of policy.rules) output.line(`${rule.name}: ${rule.text}`)
  if (policy.findings.length > 0)
    output.note('Something in it is probably not meant: "sallyport policy check".')
  return 0
}

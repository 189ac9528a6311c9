import { z } from 'zod'
import { typedName } from '../../accounts/index.ts'
import { countryCode } from '../../countries/index.ts'
import { spanInWords } from '../../kernel/duration.ts'
import { parseWith } from '../../kernel/parse.ts'
import { ruleDoor, rulePurpose } from '../../policy/index.ts'
import { auditTime } from '../audit-time.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { neededName } from '../holders.ts'
import type { Explanation } from '../installation/index.ts'

const explainOptions = z.strictObject({
  accountName: z.string().optional(),
  application: typedName.optional(),
  from: z.union([z.ipv4(), z.ipv6()], 'must be an address such as 203.0.113.7').optional(),
  country: countryCode.optional(),
  device: z.enum(['known', 'new']).optional(),
  at: auditTime.optional(),
  door: ruleDoor.optional(),
  purpose: rulePurpose.optional(),
})

/** `policy explain`: what would come of a sign-in, and why. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { accountName, from: source, ...told } = parseWith(explainOptions, input.options)
  const account = await neededName(accountName, '-n, --account-name', undefined)
  const installation = await context.installation()
  const explained = await installation.explainPolicy({ ...told, account, source })
  context.output.result(explained)
  for (const line of linesOf(explained)) context.output.line(line)
  return explained.outcome === 'denied' || explained.outcome === 'stuck' ? 1 : 0
}

function linesOf({
  account,
  application,
  text,
  need,
  because,
  rules,
  unknown,
  ...rest
}: Explanation): readonly string[] {
  return [
    `${account} at ${application}: ${text}`,
    ...rest.with.map(({ factor, label }) => `  with ${label} (${factor})`),
    ...because.map((reason) => `  because ${reason.id}: ${reason.text}`),
    ...(rest.country === undefined ? [] : [`  coming from ${rest.country}`]),
    ...rules.map((rule) => `  by the rule ${rule.name}: ${rule.text}`),
    ...(need.fresh === undefined ? [] : [`  proved anew after ${spanInWords(need.fresh)}`]),
    ...(need.remembered === undefined
      ? []
      : [
          `  not asked for a second factor again for ${spanInWords(need.remembered)} at a browser that is remembered`,
        ]),
    ...(unknown.length > 0 ? [`  not told, and so demanded for: ${unknown.join(', ')}`] : []),
  ]
}

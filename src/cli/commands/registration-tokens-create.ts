import { z } from 'zod'
import { registrationTerms } from '../../administration/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import { auditTime } from '../audit-time.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { timeText } from '../output.ts'

const texts = z.array(z.string()).optional()
const createOptions = z.strictObject({
  namePrefix: z.string().optional(),
  host: texts,
  scheme: texts,
  grant: texts,
  scope: texts,
  class: z.string().optional(),
  owner: z.string().optional(),
  uses: z.coerce.number().optional(),
  until: auditTime.optional(),
  withoutApproval: z.boolean().default(false),
})

/** `registration-tokens create`. */
export async function run(context: Context, { argument, options }: CommandInput): Promise<ExitCode> {
  const given = parseWith(createOptions, options)
  if (given.namePrefix === undefined)
    throw usage('--name-prefix is missing: what stands before the names that they give themselves.')
  if (given.until === undefined) throw usage('--until is missing: every token ends.')
  const { host, scheme, grant, scope, until, withoutApproval, ...said } = given
  const limits = { hosts: host, schemes: scheme, grants: grant, scopes: scope }
  const terms = parseWith(registrationTerms, {
    ...said,
    name: argument,
    limits: Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
    approval: !withoutApproval,
    expiresAt: until,
  })
  const installation = await context.installation()
  const made = await installation.issueRegistrationToken(terms)
  const { output } = context
  output.result(made)
  output.line(`Applications may register themselves until ${timeText(made.expiresAt)}, ${made.uses} in all.`)
  output.line(`  Token, shown only now: ${made.token}`)
  return 0
}

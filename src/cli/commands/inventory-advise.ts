import { z } from 'zod'
import { accountMark } from '../../accounts/index.ts'
import type { Advice } from '../../administration/index.ts'
import { applicationClass } from '../../applications/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import { amount } from '../amount.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { table } from '../output.ts'

const adviseOptions = z.strictObject({
  class: applicationClass.optional(),
  signal: accountMark.optional(),
  kind: z.enum(['person', 'service']).optional(),
  search: z.string().max(256).optional(),
  skip: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  stage: z.coerce.number().int().min(1).optional(),
})

const noteEvery = 10_000

/** `inventory advise`: who lacks a second factor, the most urgent first; with a stage: its rules as a file. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const { stage, ...query } = parseWith(adviseOptions, input.options)
  const installation = await context.installation()
  let told = 0
  const advice = await installation.adviseInventory(query, (done) => {
    if (!context.terminal || done < told + noteEvery) return
    told = done
    context.output.note(`${amount(done, 'account')} …`)
  })
  if (stage !== undefined) return printStage(context, advice, stage)
  context.output.result(advice)
  for (const line of linesOf(advice)) context.output.line(line)
  return 0
}

function printStage({ output }: Context, { stages }: Advice, number: number): ExitCode {
  const stage = stages[number - 1]
  if (!stage) throw usage(`--stage is 1 to ${stages.length}.`)
  if (output.json) output.result(stage)
  else output.raw(stage.yaml)
  return 0
}

/** Of a stage without rules of its own. */
const asked = ' The rules in force ask for it already: what is left is to set something up.'

function linesOf({
  accounts,
  need,
  lack,
  services,
  byClass,
  items,
  found,
  stages,
}: Advice): readonly string[] {
  return [
    `${need} of ${amount(accounts, 'account')} ${need === 1 ? 'needs' : 'need'} a second factor; ${lack} of them ${lack === 1 ? 'has none that it' : 'have none that they'} could use.`,
    ...(services > 0
      ? [
          `${services} of these ${services === 1 ? 'is a program, which gets' : 'are programs, which get'} a key of ${services === 1 ? 'its' : 'their'} own: --kind service.`,
        ]
      : []),
    ...byClass.map(
      (one) =>
        `  ${one.class}: ${one.need} ${one.need === 1 ? 'needs' : 'need'} it, ${one.lack} ${one.lack === 1 ? 'lacks' : 'lack'} it`,
    ),
    ...table(
      ['RISK', 'ACCOUNT', 'BECAUSE IT'],
      items.map((item) => [String(item.risk), item.account, item.because.join('; ')]),
    ),
    ...(found > items.length
      ? [
          `${items.length} of ${found} ${items.length === 1 ? 'is' : 'are'} shown: --skip and --limit show others.`,
        ]
      : []),
    ...stages.map(
      ({ name, accounts: touched, says, rules }, index) =>
        `Stage ${index + 1}, ${name}: ${amount(touched, 'account')}. ${says}${rules.length === 0 ? asked : ''}`,
    ),
    'The rules of a stage: --stage 1 > rules.yaml; "sallyport policy check rules.yaml", then "policy apply".',
  ]
}

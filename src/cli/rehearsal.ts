import { z } from 'zod'
import type { Rehearsal } from '../administration/index.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Rulebook } from '../policy/index.ts'
import { amount } from './amount.ts'
import type { Context } from './context.ts'
import type { ExitCode } from './definition.ts'
import { startProgress } from './prompt.ts'

const rehearsalOptions = z.strictObject({
  days: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'must be a number of days, 999 at most')
    .default('30')
    .transform(Number),
})

/** Replays the recorded sign-ins of some days, and tells what came of it. */
export async function tellRehearsal(
  context: Context,
  options: Readonly<Record<string, unknown>>,
  rulebook: Rulebook | undefined,
): Promise<ExitCode> {
  const { days } = parseWith(rehearsalOptions, options)
  const installation = await context.installation()
  const progress = await startProgress(context.terminal, 'Replaying', 1_000_000)
  const rehearsal = await installation.rehearse({ rulebook, days, onProgress: progress.advance })
  progress.stop('Replayed.')
  context.output.result(rehearsal)
  for (const line of rehearsalLines(rehearsal)) context.output.line(line)
  return 0
}

const outcomes = [
  ['asked', 'would have been asked for something that they have'],
  ['putOff', 'could have put off to set something up'],
  ['setUp', 'would have set something up on the way'],
  ['invited', 'would have needed an invitation'],
  ['denied', 'would not have come in'],
  ['refused', 'calls of applications would have been refused'],
] as const

/** Whom, where, by which rule, and when; days are drawn. */
function rehearsalLines({
  signIns,
  admissions,
  accounts,
  since,
  untold,
  ...rehearsal
}: Rehearsal): readonly string[] {
  const touched = outcomes.flatMap(([name, text]) => {
    const one = rehearsal.outcomes[name]
    const more = one.accounts > one.examples.length ? ' …' : ''
    const ends = one.until === undefined ? '' : `, until ${isoDate(one.until)} at the latest`
    return one.signIns === 0
      ? []
      : [
          `  ${one.signIns} ${text}${ends}; ${amount(one.accounts, 'account')}: ${one.examples.join(', ')}${more}`,
        ]
  })
  return [
    `${amount(signIns, 'sign-in')} of ${amount(accounts, 'account')} since ${isoDate(since)}, ${admissions} of them with a session that was there already:`,
    ...(touched.length === 0 ? ['  nothing would have been otherwise'] : touched),
    ...counted('By rule:', rehearsal.rules),
    ...counted('For:', rehearsal.applications),
    ...(touched.length === 0 ? [] : drawn(rehearsal.days)),
    'Accounts are taken as they are now, and whoever could have put something off as if they had.',
    ...(untold
      ? [
          `Left out: ${untold.admissions} admissions to applications, the last on ${isoDate(untold.last)}. The trail does not say what they rested on.`,
        ]
      : []),
  ]
}

function isoDate(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function counted(title: string, counts: Rehearsal['rules']): readonly string[] {
  if (counts.length === 0) return []
  return [title, ...counts.slice(0, mostShown).map(({ name, signIns }) => `  ${signIns}  ${name}`)]
}

const mostShown = 20
const widest = 40

/** A bar for each day: what would have been otherwise, of all. */
function drawn(days: Rehearsal['days']): readonly string[] {
  const most = Math.max(...days.map(({ signIns }) => signIns))
  return days.map(({ day, signIns, touched }) => {
    const [all, some] = [signIns, touched].map((count) => Math.ceil((count / most) * widest))
    const bar = '█'.repeat(some ?? 0) + '░'.repeat((all ?? 0) - (some ?? 0))
    return `  ${isoDate(day)} ${bar} ${touched} of ${signIns}`
  })
}

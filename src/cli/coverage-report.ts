import type { Difference, Report } from '../administration/index.ts'
import { amount } from './amount.ts'
import { table } from './output.ts'
import { readSmallFile } from './picture.ts'

const mostBytes = 64 * 1_048_576

export function readReportFile(file: string): string {
  return Buffer.from(readSmallFile(file, mostBytes)).toString('utf8')
}

/** A report for people: what is below, what rests on something else, what has changed, what was not looked at. */
export function reportLines(report: Report, difference: Difference | undefined): readonly string[] {
  const { examined, ways, notExamined } = report
  const { accounts, kinds, applications, circumstances, doors } = examined
  return [
    `${amount(accounts, 'account')} of ${amount(kinds, 'kind')}, ${amount(applications, 'application')}, ${circumstances === 1 ? 'one kind' : `${circumstances} kinds`} of circumstances; doors: ${doors.join(', ')}.`,
    '',
    ...wayLines(
      'Below what is demanded:',
      ways.filter(({ verdict }) => verdict === 'below'),
    ),
    ...wayLines(
      'Enough, and resting on something else:',
      ways.filter(({ verdict }) => verdict === 'relies'),
    ),
    ...(difference ? differenceLines(difference) : []),
    'Not looked at:',
    ...notExamined.map((what) => `  ${what}`),
  ]
}

function wayLines(title: string, ways: Report['ways']): readonly string[] {
  if (ways.length === 0) return [`${title} nothing.`, '']
  const rows = ways.map((way) => [
    way.application,
    way.class,
    String(way.accounts),
    way.doors.join(', '),
    whyOf(way),
  ])
  return [title, ...table(['APPLICATION', 'CLASS', 'ACCOUNTS', 'DOORS', 'WAY'], rows), '']
}

function whyOf({ text, examples, circumstances }: Report['ways'][number]): string {
  const some = examples.length > 0 ? ` Such as ${examples.join(', ')}.` : ''
  return `${text}${some}${circumstances.length > 0 ? ` Only ${circumstances.join('; ')}.` : ''}`
}

function differenceLines({ opened, closed, changed }: Difference): readonly string[] {
  return [
    'Since that report:',
    ...opened.map(({ application, text }) => `  + ${application}: ${text}`),
    ...closed.map(({ application, text }) => `  - ${application}: ${text}`),
    ...changed.map(
      ({ before, after }) =>
        `  ~ ${after.application}: ${after.text} ${before.accounts} → ${amount(after.accounts, 'account')}`,
    ),
    ...(opened.length + closed.length + changed.length === 0 ? ['  nothing'] : []),
    '',
  ]
}

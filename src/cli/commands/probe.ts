import { z } from 'zod'
import { parseWith } from '../../kernel/parse.ts'
import {
  checks,
  type Finding,
  type Given,
  type Outcome,
  probe,
  type Report,
  readCookies,
  targetAt,
} from '../../probe/index.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import type { Output } from '../output.ts'
import { readProbeSettings } from '../probe-settings.ts'
import { readTextFile } from '../standard-input.ts'

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most)
const text = z.string().optional()

const probeOptions = z.strictObject({
  settings: text,
  protected: text,
  signIn: text,
  direct: text,
  halfCookie: text,
  fullCookie: text,
  oldCookie: text,
  passwordFile: text,
  confirm: text,
  confirmDirect: text,
  rate: whole(1, 50).default(5),
  most: whole(10, 5000).default(1500),
  minutes: whole(1, 60).default(10),
})

type ProbeOptions = z.infer<typeof probeOptions>

const longestSecret = 16_384

/** `probe`: 0 where nothing got through, 1 where something did. */
export async function run({ output }: Context, { argument, options }: CommandInput): Promise<ExitCode> {
  if (argument === undefined) throw usage('The address to attack is missing.')
  const chosen = parseWith(probeOptions, options)
  const target = targetAt(argument, '--confirm', chosen.confirm)
  const { rate, most, minutes } = chosen
  const bounds = { rate, most, within: minutes * 60_000 }
  const given = await givenBy(chosen)
  output.note(`Attacking ${target.origin} by at most ${rate} requests a second; this may take minutes.`)
  const report = await probe({ target, given, bounds })
  const holes = numberOf(report, 'hole')
  output.result({ target: target.origin, holes, unknown: numberOf(report, 'unknown'), ...report })
  tell(output, report)
  return holes === 0 ? 0 : 1
}

async function givenBy(options: ProbeOptions): Promise<Given> {
  const { halfCookie, fullCookie, oldCookie, passwordFile } = options
  const files = [halfCookie, fullCookie, oldCookie, passwordFile]
  if (files.filter((file) => file === '-').length > 1)
    throw usage('Only one thing can come by standard input.')
  const settings = await readProbeSettings({ ...options, password: await secret(passwordFile) })
  const direct = settings.direct && targetAt(settings.direct, '--confirm-direct', options.confirmDirect)
  const [half, full, old] = [await secret(halfCookie), await secret(fullCookie), await secret(oldCookie)]
  return {
    settings,
    direct: direct || undefined,
    halfCookies: half === undefined ? undefined : readCookies(half),
    fullCookies: full === undefined ? undefined : readCookies(full),
    old: old === undefined ? undefined : [[/^(Bearer|Basic) /.test(old) ? 'Authorization' : 'Cookie', old]],
  }
}

/** Cookies and passwords come by files or standard input: arguments may be read by every user of a machine. */
async function secret(file: string | undefined): Promise<string | undefined> {
  return file === undefined ? undefined : (await readTextFile(file, longestSecret)).trim()
}

const marks: Readonly<Record<Outcome, string>> = { sound: 'ok', hole: 'HOLE', unknown: '?' }
const mostEvidence = 5

function tell(output: Output, report: Report): void {
  for (const finding of report.findings) tellFinding(output, finding)
  for (const { title, lacks } of report.left) output.line(`-      ${title}: not tried, give ${lacks}`)
  const [holes, unknown] = [numberOf(report, 'hole'), numberOf(report, 'unknown')]
  output.line()
  output.line(
    `Ways around: ${holes}. Not to be told: ${unknown}. Checks left out: ${report.left.length} of ${checks.length}.`,
  )
}

function tellFinding(output: Output, { check, outcome, says, remedy, evidence }: Finding): void {
  output.line(`${marks[outcome].padEnd(6)} ${check}: ${says}`)
  for (const { asked, answered } of evidence.slice(0, mostEvidence))
    output.line(`         ${asked}: ${answered}`)
  if (evidence.length > mostEvidence) output.line(`         and ${evidence.length - mostEvidence} more`)
  if (remedy !== undefined) output.line(`       ${remedy}`)
}

function numberOf({ findings }: Report, wanted: Outcome): number {
  return findings.filter(({ outcome }) => outcome === wanted).length
}

import { lstatSync } from 'node:fs'
import { SallyportError } from '../../kernel/errors.ts'
import type { Config } from '../../server/config.ts'
import { isUrl } from '../../server/config-layers.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../definition.ts'
import { checkClock } from '../doctor/clock.ts'
import { checkDatabase, checkDisk } from '../doctor/database.ts'
import { checkPermissions } from '../doctor/files.ts'
import { type Check, type Finding, note, type Patient, wrong } from '../doctor/finding.ts'
import { checkKey, checkRotation } from '../doctor/key.ts'
import { checkCertificate, checkNetwork } from '../doctor/network.ts'
import {
  checkAdministrators,
  checkBreachList,
  checkCountries,
  checkDelivery,
  checkMessages,
  checkNode,
} from '../doctor/service.ts'
import { printable } from '../output.ts'

const checks: readonly Check[] = [
  checkNode,
  checkKey,
  checkRotation,
  checkPermissions,
  checkDatabase,
  checkDisk,
  checkClock,
  checkNetwork,
  checkCertificate,
  checkDelivery,
  checkMessages,
  checkAdministrators,
  checkBreachList,
  checkCountries,
]

/** `doctor`: looks and changes nothing; where nothing is set up yet, it says so. Exit code 1 where something is wrong. */
export async function run(context: Context): Promise<ExitCode> {
  const config = await context.config()
  const opened = await open(context, config)
  const found = opened.nothing ? [] : await examine({ config, engine: opened.engine })
  const findings = [...opened.findings, ...found]
  context.output.result({ findings })
  for (const finding of findings) tell(context, finding)
  return findings.some(({ level }) => level === 'wrong') ? 1 : 0
}

interface Opened {
  readonly findings: readonly Finding[]
  readonly engine: Patient['engine']
  readonly nothing: boolean
}

async function open(context: Context, config: Config): Promise<Opened> {
  const there = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined
  if (!there(config.data) || !(isUrl(config.database) || there(config.database))) {
    const empty = note(
      'installation',
      `There is nothing in ${config.data} yet.`,
      'It is made at the first start.',
      'Run "sallyport serve", or name another folder with --data.',
    )
    return { findings: [empty], engine: undefined, nothing: true }
  }
  try {
    return { findings: [], engine: await context.engine(), nothing: false }
  } catch (error) {
    if (!(error instanceof SallyportError)) throw error
    return {
      findings: [
        wrong(
          'start',
          error.message,
          `The service does not start (${error.code}).`,
          'Do what the sentence says.',
        ),
      ],
      engine: undefined,
      nothing: false,
    }
  }
}

async function examine(patient: Patient): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const check of checks) findings.push(...(await check(patient)))
  return findings
}

const marks = { fine: 'ok   ', note: 'note ', wrong: 'WRONG' } as const

function tell({ output }: Context, { level, check, finding, reason, remedy }: Finding): void {
  output.line(`${marks[level]}  ${check}: ${printable(finding)}`)
  if (level !== 'fine') output.line(`       ${printable([reason, remedy].filter(Boolean).join(' '))}`)
}

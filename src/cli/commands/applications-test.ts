import { z } from 'zod'
import type { Finding } from '../../applications/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { doorMeant, namedApplication } from '../named-application.ts'
import { secretIn } from '../secret-file.ts'
import { unmarked } from '../unmarked.ts'

const testOptions = z.strictObject({ door: z.string().optional(), secretFile: z.string().optional() })

const marks: Readonly<Record<Finding['outcome'], string>> = { good: 'ok', bad: 'WRONG', unknown: '?' }

/** `applications test`: 1 where something is wrong. */
export async function run(context: Context, { argument, options }: CommandInput): Promise<ExitCode> {
  const given = parseWith(testOptions, options)
  const named = await namedApplication(context, argument)
  const { application, installation } = named
  const door = doorMeant(named, given.door)
  const secret = given.secretFile === undefined ? undefined : secretIn(given.secretFile)
  const findings = await installation.tryOut({ applicationId: application.id, door }, secret)
  const { output } = context
  output.result({ application: application.name, door, findings })
  for (const { outcome, says, remedy } of findings) {
    output.line(`${marks[outcome].padEnd(6)} ${unmarked(says)}`)
    if (remedy !== undefined) output.line(`       ${unmarked(remedy)}`)
  }
  return findings.some(({ outcome }) => outcome === 'bad') ? 1 : 0
}

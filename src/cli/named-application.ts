import { typedName } from '../accounts/index.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Context } from './context.ts'
import { usage } from './errors.ts'
import type { ApplicationEntry, DoorEntry, Installation } from './installation/index.ts'
import type { Output } from './output.ts'
import { unmarked } from './unmarked.ts'

/** An application that was named, with the doors that it is connected by. */
export interface NamedApplication {
  readonly installation: Installation
  readonly application: ApplicationEntry
  readonly doors: readonly DoorEntry[]
}

/** Throws `application.not-found`. */
export async function namedApplication(
  context: Context,
  argument: string | undefined,
): Promise<NamedApplication> {
  const name = parseWith(typedName, argument, 'application')
  const installation = await context.installation()
  const application = await installation.findApplication(name)
  return { installation, application, doors: await installation.listDoors(application.id) }
}

/** The door that is meant: the one that was named, or the only one. */
export function doorMeant({ application, doors }: NamedApplication, named: string | undefined): string {
  if (named !== undefined) return named
  const [only, ...more] = doors
  if (!only) throw usage(`${application.name} is connected by no door.`)
  if (more.length > 0) throw usage(`Say which: --door ${doors.map(({ door }) => door).join(' or --door ')}.`)
  return only.door
}

/** What to enter on the other side, a line each. */
export function printShown(output: Output, { shows }: Pick<DoorEntry, 'shows'>): void {
  for (const { label, value } of shows) output.line(`  ${label}: ${unmarked(value)}`)
}

/** What to do on the other side, with what to paste there. */
export function printSteps(output: Output, { steps }: Pick<DoorEntry, 'steps'>): void {
  for (const [index, { text, paste }] of steps.entries()) {
    output.line(`${index + 1}. ${unmarked(text)}`)
    for (const line of paste?.split('\n') ?? []) output.line(`     ${line}`)
  }
}

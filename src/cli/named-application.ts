import { typedName } from '../accounts/index.ts'
import { type DoorView, listDoors } from '../administration/index.ts'
import { type Application, applicationNotFound } from '../applications/index.ts'
import { parseWith } from '../kernel/parse.ts'
import type { OpenedEngine } from '../server/open.ts'
import type { Context } from './context.ts'
import { usage } from './errors.ts'
import type { Output } from './output.ts'

/** An application that was named, with the doors that it is connected by. */
export interface NamedApplication {
  readonly engine: OpenedEngine
  readonly application: Application
  readonly doors: readonly DoorView[]
}

/** Throws `application.not-found`. */
export async function namedApplication(
  context: Context,
  argument: string | undefined,
): Promise<NamedApplication> {
  const { key } = parseWith(typedName, argument, 'application')
  const engine = await context.engine()
  const application = await engine.applications.findByName(key)
  if (!application) throw applicationNotFound()
  const doors = await listDoors(engine, { actor: context.actor(), applicationId: application.id })
  return { engine, application, doors }
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
export function printShown(output: Output, { shows }: Pick<DoorView, 'shows'>): void {
  for (const { label, value } of shows) output.line(`  ${label}: ${value}`)
}

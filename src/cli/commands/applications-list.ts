import { listApplications, listDoors } from '../../administration/index.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../definition.ts'
import { table } from '../output.ts'

/** `applications list`: by name. */
export async function run(context: Context): Promise<ExitCode> {
  const engine = await context.engine()
  const actor = context.actor()
  const all = await listApplications(engine, { actor })
  const applications = await Promise.all(
    all.map(async ({ application }) => {
      const { id, name, class: guards, status } = application
      const doors = await listDoors(engine, { actor, applicationId: id })
      return { id, name, class: guards, status, doors: doors.map(({ door }) => door) }
    }),
  )
  const { output } = context
  output.result({ applications })
  const rows = applications.map((one) => [one.name, one.class, one.doors.join(', ') || '-', one.status])
  for (const line of table(['APPLICATION', 'CLASS', 'DOORS', 'STATUS'], rows)) output.line(line)
  return 0
}

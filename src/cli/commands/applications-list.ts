import type { Context } from '../context.ts'
import type { ExitCode } from '../definition.ts'
import { table } from '../output.ts'

/** `applications list`: by name. */
export async function run(context: Context): Promise<ExitCode> {
  const installation = await context.installation()
  const all = await installation.listApplications()
  const applications = await Promise.all(
    all.map(async ({ id, name, class: guards, status, owner }) => {
      const doors = await installation.listDoors(id)
      return { id, name, class: guards, status, owner, doors: doors.map(({ door }) => door) }
    }),
  )
  const { output } = context
  output.result({ applications })
  const rows = applications.map((one) => [
    ...[one.name, one.class, one.doors.join(', ') || '-', one.status],
    one.owner ?? '-',
  ])
  for (const line of table(['APPLICATION', 'CLASS', 'DOORS', 'STATUS', 'OWNER'], rows)) output.line(line)
  return 0
}

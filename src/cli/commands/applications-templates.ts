import type { Context } from '../context.ts'
import type { ExitCode } from '../definition.ts'
import { table } from '../output.ts'

/** `applications templates`. */
export async function run(context: Context): Promise<ExitCode> {
  const kinds = await (await context.installation()).doorKinds()
  const templates = kinds.flatMap((kind) => [
    { template: kind.id, product: 'anything else', door: kind.name },
    ...kind.templates.map(({ id, name }) => ({ template: id, product: name, door: kind.name })),
  ])
  const { output } = context
  output.result({ templates })
  const rows = templates.map(({ template, product, door }) => [template, product, door])
  for (const line of table(['TEMPLATE', 'PRODUCT', 'DOOR'], rows)) output.line(line)
  return 0
}

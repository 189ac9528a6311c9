import { z } from 'zod'
import type { Connection } from '../../administration/index.ts'
import { applicationClass } from '../../applications/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import { readConfigFile } from '../../server/config-file.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { printShown, printSteps } from '../named-application.ts'

const texts = z.array(z.string()).optional()
const createOptions = z.strictObject({
  name: z.string().optional(),
  url: z.string().optional(),
  class: applicationClass.optional(),
  redirectUri: texts,
  acsUrl: texts,
  entityId: z.string().optional(),
  network: texts,
  settings: z.string().optional(),
})
type CreateOptions = z.infer<typeof createOptions>

/** `applications create`: the application, connected by the door of its product. */
export async function run(context: Context, { argument = '', options }: CommandInput): Promise<ExitCode> {
  const { name, url, class: guards, ...given } = parseWith(createOptions, options)
  if (name === undefined) throw usage('--name is missing: what people know it by.')
  const installation = await context.installation()
  const kinds = await installation.doorKinds()
  const connection: Connection = {
    ...(kinds.some(({ id }) => id === argument) ? { door: argument } : { template: argument }),
    url,
    settings: await settingsFrom(given),
  }
  const made = await installation.createApplication({ name, class: guards, connection })
  const { connection: connected, id } = made
  const { output } = context
  output.result({ ...connected, id, name: made.name, class: made.class })
  output.line(`${made.name} is connected by ${connected.name}. Enter on its side:`)
  printShown(output, connected)
  if (connected.secret !== undefined) output.line(`  Secret, shown only now: ${connected.secret}`)
  printSteps(output, connected)
  return 0
}

/** What the file says, then what was typed; what a template says stands behind both. */
async function settingsFrom(
  given: Omit<CreateOptions, 'name' | 'url' | 'class'>,
): Promise<Record<string, unknown>> {
  const typed = {
    redirectUris: given.redirectUri,
    acsUrls: given.acsUrl,
    entityId: given.entityId,
    networks: given.network,
  }
  return {
    ...(given.settings === undefined ? {} : await settingsIn(given.settings)),
    ...Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined)),
  }
}

async function settingsIn(path: string): Promise<Record<string, unknown>> {
  const { values, problems } = await readConfigFile(path)
  const [problem] = problems
  if (problem) throw usage(`${path}: ${problem.reason}`)
  return parseWith(z.record(z.string(), z.unknown()), values, 'settings')
}

import { z } from 'zod'
import { connectApplication, createApplication, listDoorKinds } from '../../administration/index.ts'
import { type ApplicationTemplate, applicationClass, type DoorKind } from '../../applications/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import { readConfigFile } from '../../server/config-file.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { printShown } from '../named-application.ts'

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
  const given = parseWith(createOptions, options)
  if (given.name === undefined) throw usage('--name is missing: what people know it by.')
  const engine = await context.engine()
  const actor = context.actor()
  const { kind, template } = chosen(await listDoorKinds(engine, { actor }), argument)
  const settings = await settingsFrom(given, template)
  // Before anything is made: a wrong setting leaves no half application behind.
  parseWith(kind.settings, settings, 'settings')
  const guards = given.class ?? template?.class
  const application = await createApplication(engine, { actor, name: given.name, class: guards })
  const input = { actor, applicationId: application.id, door: kind.id, settings }
  const connected = await connectApplication(engine, input)
  const { output } = context
  output.result({ ...connected, id: application.id, name: application.name, class: application.class })
  output.line(`${application.name} is connected by ${kind.name}. Enter on its side:`)
  printShown(output, connected)
  if (connected.secret !== undefined) output.line(`  Secret, shown only now: ${connected.secret}`)
  for (const [index, step] of (template?.steps ?? []).entries()) output.line(`${index + 1}. ${step}`)
  return 0
}

function chosen(
  kinds: readonly DoorKind[],
  word: string,
): { readonly kind: DoorKind; readonly template: ApplicationTemplate | undefined } {
  for (const kind of kinds) {
    if (kind.id === word) return { kind, template: undefined }
    const template = kind.templates?.find(({ id }) => id === word)
    if (template) return { kind, template }
  }
  throw usage(`There is no template ${word}. "sallyport applications templates" lists them.`)
}

/** What the template says, then what the file says, then what was typed. */
async function settingsFrom(
  given: CreateOptions,
  template: ApplicationTemplate | undefined,
): Promise<Record<string, unknown>> {
  const typed = {
    redirectUris: given.redirectUri,
    acsUrls: given.acsUrl,
    entityId: given.entityId,
    networks: given.network,
  }
  return {
    ...(template ? template.settings(addressOf(given.url, template)) : {}),
    ...(given.settings === undefined ? {} : await settingsIn(given.settings)),
    ...Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined)),
  }
}

function addressOf(url: string | undefined, template: ApplicationTemplate): string {
  if (url !== undefined && URL.canParse(url)) return url.replace(/\/$/, '')
  const asks = JSON.stringify(template.settings('https://x.example')).includes('x.example')
  if (url === undefined && !asks) return ''
  throw usage(`--url is missing or no address: where people open ${template.name}.`)
}

async function settingsIn(path: string): Promise<Record<string, unknown>> {
  const { values, problems } = await readConfigFile(path)
  const [problem] = problems
  if (problem) throw usage(`${path}: ${problem.reason}`)
  return parseWith(z.record(z.string(), z.unknown()), values, 'settings')
}

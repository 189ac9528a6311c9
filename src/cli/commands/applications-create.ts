import { z } from 'zod'
import type { Connection } from '../../administration/index.ts'
import { type ApiScope, applicationClass, applicationOwner } from '../../applications/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import { readConfigFile } from '../../server/config-file.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import type { ApplicationEntry, ApplicationsPort, DoorKindEntry } from '../installation/applications.ts'
import { printShown, printSteps } from '../named-application.ts'

const texts = z.array(z.string()).optional()
const createOptions = z.strictObject({
  name: z.string().optional(),
  url: z.string().optional(),
  class: applicationClass.optional(),
  owner: applicationOwner.optional(),
  redirectUri: texts,
  acsUrl: texts,
  entityId: z.string().optional(),
  network: texts,
  returnTo: texts,
  vouches: z.boolean().optional(),
  provides: z.boolean().optional(),
  settings: z.string().optional(),
})
type CreateOptions = z.infer<typeof createOptions>

/** `applications create`: the application, connected by the door of its product. */
export async function run(context: Context, { argument = '', options }: CommandInput): Promise<ExitCode> {
  const { name, url, vouches, class: guards, owner, ...given } = parseWith(createOptions, options)
  if (name === undefined) throw usage('--name is missing: what people know it by.')
  const installation = await context.installation()
  const kinds = await installation.doorKinds()
  const kind = kinds.find(({ id }) => id === argument)
  const connection: Connection = {
    ...(kind ? { door: kind.id } : { template: argument }),
    url,
    settings: await settingsFrom(given),
  }
  const made = await installation.createApplication({ name, vouches, class: guards, owner, connection })
  const { connection: connected, id } = made
  const apiKey = kind && (await keyFor(installation, { id, kind, vouches: vouches ?? false }))
  const { output } = context
  output.result({
    ...connected,
    ...(apiKey === undefined ? {} : { apiKey }),
    id,
    name: made.name,
    class: made.class,
  })
  output.line(`${made.name} is connected: ${connected.name}. Enter on its side:`)
  printShown(output, connected)
  if (connected.secret !== undefined) output.line(`  Secret, shown only now: ${connected.secret}`)
  if (apiKey !== undefined) output.line(`  API key, shown only now: ${apiKey}`)
  printSteps(output, connected)
  return 0
}

/** Where an application is known by an API key, it gets its first one. */
async function keyFor(
  installation: ApplicationsPort,
  {
    id,
    kind,
    vouches,
  }: Pick<ApplicationEntry, 'id'> & {
    readonly kind: DoorKindEntry
    readonly vouches: boolean
  },
): Promise<string | undefined> {
  if (kind.keyScopes.length === 0) return undefined
  const more: readonly ApiScope[] = vouches ? ['vouch:first-factor'] : []
  return installation.issueApiKey(id, [...kind.keyScopes, ...more])
}

/** What the file says, then what was typed; what a template says stands behind both. */
async function settingsFrom(
  given: Omit<CreateOptions, 'name' | 'url' | 'class' | 'vouches' | 'owner'>,
): Promise<Record<string, unknown>> {
  const typed = {
    redirectUris: given.redirectUri,
    acsUrls: given.acsUrl,
    entityId: given.entityId,
    networks: given.network,
    returnTo: given.returnTo,
    provides: given.provides,
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

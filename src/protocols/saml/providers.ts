import type { Application, ConnectedApplication, Doors } from '../../applications/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Logger } from '../../kernel/logger.ts'
import { samlKind } from './kind.ts'
import { readMetadata, type ServiceProvider, serviceProviderOf } from './service-provider.ts'
import { type SamlSettings, samlSettings } from './settings.ts'

/** An application that comes by this door, as it is set now. */
export interface Connected {
  readonly application: Application
  readonly applicationId: Id<'application'>
  readonly settings: SamlSettings
  readonly provider: ServiceProvider
}

export interface Providers {
  /** By the name that it calls itself by. Undefined also where what is set cannot be read (G6). */
  named(entityId: string): Promise<Connected | undefined>
  of(applicationId: Id<'application'>): Promise<Connected | undefined>
}

export interface ProvidersDeps {
  readonly doors: Doors
  readonly logger: Logger
  /** Metadata of an application from where an administrator said. */
  fetched(applicationId: Id<'application'>, url: string): Promise<string | undefined>
}

const mostRead = 1000

export function openProviders({ doors, logger, fetched }: ProvidersDeps): Providers {
  const read = new Map<string, ServiceProvider>()

  /** The same text always says the same, and is long. */
  function readOnce(metadata: string): ServiceProvider {
    const known = read.get(metadata)
    if (known) return known
    const provider = readMetadata(metadata)
    if (read.size >= mostRead) read.clear()
    read.set(metadata, provider)
    return provider
  }

  async function metadataOf(applicationId: Id<'application'>, settings: SamlSettings) {
    if (settings.metadata !== undefined) return settings.metadata
    return settings.metadataUrl === undefined ? undefined : fetched(applicationId, settings.metadataUrl)
  }

  async function connected(found: ConnectedApplication): Promise<Connected | undefined> {
    const { application, applicationId } = found
    try {
      const settings = samlSettings.parse(found.settings)
      const metadata = await metadataOf(applicationId, settings)
      const provider = metadata === undefined ? serviceProviderOf(settings) : readOnce(metadata)
      return { application, applicationId, settings, provider }
    } catch (error) {
      logger.warn(
        { err: error, application: applicationId },
        'What is set for an application cannot be read.',
      )
      return undefined
    }
  }

  return {
    async named(entityId) {
      const all = await Promise.all((await doors.all(samlKind.id)).map(connected))
      const named = all.filter((one) => one?.provider.entityId === entityId)
      // Two that call themselves the same: nobody can tell which of them asks.
      return named.length === 1 ? named[0] : undefined
    },
    async of(applicationId) {
      const found = await doors.find(applicationId, samlKind.id)
      return found && connected(found)
    },
  }
}

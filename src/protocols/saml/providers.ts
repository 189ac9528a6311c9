import type { Application, ConnectedApplication, Doors } from '../../applications/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Logger } from '../../kernel/logger.ts'
import { unreadableMetadata } from './errors.ts'
import type { Wanted } from './fetched.ts'
import { samlKind } from './kind.ts'
import { type ServiceProvider, serviceProviderOf } from './service-provider.ts'
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
  fetched(wanted: Wanted): Promise<string | undefined>
  /** Throws `saml.metadata`. */
  read(metadata: string): ServiceProvider
}

export function openProviders({ doors, logger, fetched, read }: ProvidersDeps): Providers {
  async function metadataOf(applicationId: Id<'application'>, settings: SamlSettings) {
    const { metadata, metadataUrl: url, entityId } = settings
    if (metadata !== undefined) return metadata
    return url === undefined ? undefined : fetched({ applicationId, url, entityId })
  }

  async function connected(found: ConnectedApplication): Promise<Connected | undefined> {
    const { application, applicationId } = found
    try {
      const settings = samlSettings.parse(found.settings)
      const metadata = await metadataOf(applicationId, settings)
      const provider = metadata === undefined ? serviceProviderOf(settings) : read(metadata)
      if (settings.entityId !== undefined && settings.entityId !== provider.entityId)
        throw unreadableMetadata('they are of somebody else than was set')
      return { application, applicationId, settings, provider }
    } catch (error) {
      logger.warn(
        { err: error, application: applicationId },
        'What is set for an application cannot be read.',
      )
      return undefined
    }
  }

  /**
   * Where two call themselves the same, nobody can tell which of them asks; and what is said to the one would let
   * somebody in to the other, by the rules of the one (R3).
   */
  async function named(entityId: string): Promise<Connected | undefined> {
    const all = await Promise.all((await doors.all(samlKind.id)).map(connected))
    const [only, ...others] = all.filter((one) => one?.provider.entityId === entityId)
    return others.length === 0 ? only : undefined
  }

  return {
    named,
    async of(applicationId) {
      const found = await doors.find(applicationId, samlKind.id)
      const own = found && (await connected(found))
      return own && named(own.provider.entityId)
    },
  }
}

import {
  type Application,
  type ConnectedApplication,
  type Doors,
  openReadings,
} from '../../applications/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Logger } from '../../kernel/logger.ts'
import { unreadableMetadata } from './errors.ts'
import type { Fetched, Wanted } from './fetched.ts'
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
  /** Metadata of applications from where administrators said. */
  readonly fetched: Fetched
}

/** What is set for an application: all that is to be known of it, or where that is fetched from. */
interface SetUp extends Omit<Connected, 'provider'> {
  readonly source: { readonly provider: ServiceProvider } | { readonly wanted: Wanted }
}

interface Seen {
  readonly all: readonly SetUp[]
  /** As far as it is known without asking anybody. */
  nameOf(one: SetUp): string | undefined
}

export function openProviders({ doors, logger, fetched }: ProvidersDeps): Providers {
  const readings = openReadings(doors, samlKind.id, (found) => readSetUp(found, logger))

  async function look(): Promise<Seen> {
    const [all, fetchedName] = await Promise.all([readings(), fetched.names()])
    return {
      all: all.filter((one) => one !== undefined),
      nameOf: ({ source }: SetUp) =>
        'provider' in source ? source.provider.entityId : fetchedName(source.wanted),
    }
  }

  async function connected({ source, ...own }: SetUp): Promise<Connected | undefined> {
    const provider = 'provider' in source ? source.provider : await fetched.find(source.wanted)
    return provider && { ...own, provider }
  }

  /**
   * Where two call themselves the same, nobody can tell which of them asks; and what is said to the one would let
   * somebody in to the other, by the rules of the one (R3). Nobody is waited for whose name is known to be another; one
   * that has never said its name is asked where all others are known not to be meant.
   */
  async function named(entityId: string): Promise<Connected | undefined> {
    const { all, nameOf } = await look()
    const called = all.filter((one) => nameOf(one) === entityId)
    if (called.length > 1) return undefined
    const asked = called.length > 0 ? called : all.filter((one) => nameOf(one) === undefined)
    const found = await Promise.all(asked.map(connected))
    const [only, ...others] = found.filter((one) => one?.provider.entityId === entityId)
    return others.length === 0 ? only : undefined
  }

  return {
    named,
    async of(applicationId) {
      const { all, nameOf } = await look()
      const own = all.find((one) => one.applicationId === applicationId)
      const entityId = own && (nameOf(own) ?? (await connected(own))?.provider.entityId)
      return entityId === undefined ? undefined : named(entityId)
    },
  }
}

/** Undefined where it cannot be read (G6). */
function readSetUp(
  { application, applicationId, settings: stored }: ConnectedApplication,
  logger: Logger,
): SetUp | undefined {
  try {
    const settings = samlSettings.parse(stored)
    return { application, applicationId, settings, source: sourceOf(applicationId, settings) }
  } catch (error) {
    logger.warn({ err: error, application: applicationId }, 'What is set for an application cannot be read.')
    return undefined
  }
}

function sourceOf(applicationId: Id<'application'>, settings: SamlSettings): SetUp['source'] {
  const { metadata, metadataUrl: url, entityId } = settings
  if (metadata === undefined && url !== undefined) return { wanted: { applicationId, url, entityId } }
  const provider = metadata === undefined ? serviceProviderOf(settings) : readMetadata(metadata)
  if (entityId !== undefined && entityId !== provider.entityId)
    throw unreadableMetadata('they are of somebody else than was set')
  return { provider }
}

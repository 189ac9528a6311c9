import type { Outbound } from '../../delivery/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { Storage } from '../../storage/index.ts'
import { samlStore } from './saml-store.ts'
import type { SamlMetadataTable } from './schema.ts'
import type { ServiceProvider } from './service-provider.ts'

const minute = 60_000
/** How long fetched metadata are used without looking again. */
const lookEvery = 60 * minute
/** Between two tries where nobody answers. */
const retryAfter = minute
/** How long we go on with what we have while nobody answers. */
const longestKept = 14 * 24 * 60 * minute
const patience = 2500
const longestMetadata = 200_000

export interface FetchDeps {
  readonly storage: Storage
  readonly logger: Logger
  readonly outbound: Outbound
  /** Throws `saml.metadata`. */
  readonly read: (metadata: string) => ServiceProvider
}

export interface Wanted {
  readonly applicationId: Id<'application'>
  readonly url: string
  /** What it has to call itself; as before where nobody has said. */
  readonly entityId?: string | undefined
}

/**
 * Metadata from where an administrator said: looked for again while they are used, kept while nobody answers. Keys and
 * addresses may change by themselves. The name may not, unless an administrator names the new one.
 */
export function openFetched({ storage, logger, outbound, read }: FetchDeps) {
  const store = samlStore(storage)
  const tried = new Map<string, number>()
  const running = new Map<string, Promise<string | undefined>>()

  async function fetchAnew({ applicationId, url, entityId }: Wanted): Promise<string | undefined> {
    tried.set(url, storage.clock.now())
    try {
      const response = await outbound(url, { signal: AbortSignal.timeout(patience) })
      if (response.status !== 200) throw new Error(`answered with ${response.status}`)
      const metadata = await response.text()
      if (metadata.length > longestMetadata) throw new Error('too long')
      const kept = await store.findMetadata(applicationId)
      const before = kept?.url === url ? read(kept.metadata).entityId : undefined
      const name = entityId ?? before
      if (name !== undefined && read(metadata).entityId !== name) throw new Error(`is not called ${name}`)
      const row = { application_id: applicationId, url, metadata, fetched_at: storage.clock.now() }
      await storage.book({ statements: [store.keepMetadata(row)], locks: [applicationId] })
      return metadata
    } catch (error) {
      logger.warn(
        { err: error, application: applicationId },
        'The metadata of an application were not fetched.',
      )
      return undefined
    }
  }

  function fetchOnce(wanted: Wanted): Promise<string | undefined> {
    const { url } = wanted
    if (storage.clock.now() - (tried.get(url) ?? Number.NEGATIVE_INFINITY) < retryAfter)
      return running.get(url) ?? Promise.resolve(undefined)
    const fetching = fetchAnew(wanted).finally(() => running.delete(url))
    running.set(url, fetching)
    return fetching
  }

  return async (wanted: Wanted): Promise<string | undefined> => {
    const kept = await store.findMetadata(wanted.applicationId)
    const now = storage.clock.now()
    if (!kept || !isWanted(kept, wanted) || isOver(kept, read(kept.metadata), now)) return fetchOnce(wanted)
    if (now - Number(kept.fetched_at) >= lookEvery) void fetchOnce(wanted)
    return kept.metadata
  }

  function isWanted(kept: SamlMetadataTable, { url, entityId }: Wanted): boolean {
    return kept.url === url && (entityId ?? read(kept.metadata).entityId) === read(kept.metadata).entityId
  }
}

function isOver({ fetched_at }: SamlMetadataTable, { validUntil }: ServiceProvider, now: number): boolean {
  return now - Number(fetched_at) > longestKept || (validUntil !== undefined && validUntil <= now)
}

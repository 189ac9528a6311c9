import type { Outbound } from '../../delivery/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { Storage } from '../../storage/index.ts'
import { samlStore } from './saml-store.ts'
import type { SamlMetadataTable } from './schema.ts'
import { readMetadata, type ServiceProvider } from './service-provider.ts'

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
}

export interface Wanted {
  readonly applicationId: Id<'application'>
  readonly url: string
  /** What it has to call itself; as before where nobody has said. */
  readonly entityId?: string | undefined
}

interface Kept {
  readonly url: string
  readonly fetchedAt: number
  readonly provider: ServiceProvider
}

/** Metadata from where administrators said. */
export interface Fetched {
  /** By what name each goes, as far as that is known without asking anybody. */
  names(): Promise<(wanted: Wanted) => string | undefined>
  /** Undefined where nobody has answered with what can be used. */
  find(wanted: Wanted): Promise<ServiceProvider | undefined>
}

/**
 * They are looked for again while they are used, and kept while nobody answers. Keys and addresses may change by
 * themselves. The name may not, unless an administrator names the new one.
 */
export function openFetched({ storage, logger, outbound }: FetchDeps): Fetched {
  const store = samlStore(storage)
  const known = new Map<string, Kept>()
  const tried = new Map<string, number>()
  const running = new Map<string, Promise<ServiceProvider | undefined>>()

  /** What lies in the database: each is read once, for it is long and always says the same. */
  async function refresh(): Promise<void> {
    const rows = await store.fetchedMetadata()
    const present = new Set(rows.map(({ application_id: id }) => id))
    for (const id of known.keys()) if (!present.has(id)) known.delete(id)
    for (const { application_id: id, url, fetched_at } of rows) {
      const before = known.get(id)
      if (before?.url === url && before.fetchedAt === Number(fetched_at)) continue
      const row = await store.findMetadata(id)
      const kept = row && readKept(row)
      if (kept) known.set(id, kept)
      else known.delete(id)
    }
  }

  function keptOf({ applicationId, url }: Wanted): Kept | undefined {
    const kept = known.get(applicationId)
    return kept?.url === url ? kept : undefined
  }

  async function fetchAnew(wanted: Wanted): Promise<ServiceProvider | undefined> {
    const { applicationId, url } = wanted
    tried.set(url, storage.clock.now())
    try {
      const response = await outbound(url, { signal: AbortSignal.timeout(patience) })
      if (response.status !== 200) throw new Error(`answered with ${response.status}`)
      const metadata = await response.text()
      if (metadata.length > longestMetadata) throw new Error('too long')
      const provider = readMetadata(metadata)
      const name = wanted.entityId ?? keptOf(wanted)?.provider.entityId
      if (name !== undefined && provider.entityId !== name) throw new Error(`is not called ${name}`)
      const row = { application_id: applicationId, url, metadata, fetched_at: storage.clock.now() }
      await storage.book({ statements: [store.keepMetadata(row)], locks: [applicationId] })
      return provider
    } catch (error) {
      logger.warn(
        { err: error, application: applicationId },
        'The metadata of an application were not fetched.',
      )
      return undefined
    }
  }

  function fetchOnce(wanted: Wanted): Promise<ServiceProvider | undefined> {
    const { url } = wanted
    if (storage.clock.now() - (tried.get(url) ?? Number.NEGATIVE_INFINITY) < retryAfter)
      return running.get(url) ?? Promise.resolve(undefined)
    const fetching = fetchAnew(wanted).finally(() => running.delete(url))
    running.set(url, fetching)
    return fetching
  }

  return {
    async names() {
      await refresh()
      return (wanted) => wanted.entityId ?? keptOf(wanted)?.provider.entityId
    },

    async find(wanted) {
      await refresh()
      const kept = keptOf(wanted)
      const now = storage.clock.now()
      if (!kept || !isWanted(kept, wanted) || isOver(kept, now)) return fetchOnce(wanted)
      if (now - kept.fetchedAt >= lookEvery) void fetchOnce(wanted)
      return kept.provider
    },
  }
}

/** What cannot be read is as if it had never come. */
function readKept({ url, fetched_at, metadata }: SamlMetadataTable): Kept | undefined {
  try {
    return { url, fetchedAt: Number(fetched_at), provider: readMetadata(metadata) }
  } catch {
    return undefined
  }
}

function isWanted({ provider }: Kept, { entityId }: Wanted): boolean {
  return entityId === undefined || entityId === provider.entityId
}

function isOver({ fetchedAt, provider: { validUntil } }: Kept, now: number): boolean {
  return now - fetchedAt > longestKept || (validUntil !== undefined && validUntil <= now)
}

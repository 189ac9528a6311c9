import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import {
  type Certificate,
  listPlacesOf,
  type RevocationList,
  readRevocationList,
} from '../../../x509/index.ts'
import type { FactorHost } from '../../factor.ts'
import type { MetadataConfig } from '../config.ts'
import { type BlobTrust, type MetadataBlob, readBlob } from './blob.ts'
import { type Cache, modifiedAt, openCache } from './cache.ts'
import { download } from './download.ts'

/** What FIDO publishes about models of keys, as far as this installation has it. */
export interface Metadata {
  /** The newest blob that is believed. Looks at the files again once a minute. */
  current(at: number): Promise<MetadataBlob | undefined>
  /** Fetches a newer blob where one is due. Answers for its own failures. */
  refresh(): Promise<void>
}

const minute = 60_000
const day = 24 * 60 * minute
const largestBlob = 64 * 1024 * 1024
const largestList = 16 * 1024 * 1024

type Deps = Pick<FactorHost, 'clock' | 'dataFolder' | 'fetch' | 'logger'>

export function openMetadata(config: MetadataConfig, anchors: readonly Certificate[], deps: Deps): Metadata {
  const cache = openCache(deps.dataFolder)
  const file = config.file && inFolder(deps.dataFolder, config.file)
  let believed: MetadataBlob | undefined
  let lookedAt = Number.NEGATIVE_INFINITY
  let triedAt = Number.NEGATIVE_INFINITY
  let versions = ''
  let looking: Promise<void> | undefined

  /** Numbers only grow: an older blob, though signed, would bring a revoked model back. */
  function believe(blob: MetadataBlob): boolean {
    if (believed && blob.no < believed.no) {
      deps.logger.warn({ no: blob.no, believed: believed.no }, 'An older FIDO metadata blob was not taken.')
      return false
    }
    believed = blob
    return true
  }

  async function trust(): Promise<BlobTrust> {
    return { anchors, signer: config.signer, revocations: await revocationLists(config, cache, deps) }
  }

  async function read(jwt: string | undefined, at: number): Promise<boolean> {
    if (jwt === undefined) return false
    try {
      return believe(readBlob(jwt, await trust(), at))
    } catch (error) {
      deps.logger.error({ err: error }, 'The FIDO metadata blob was not taken.')
      return false
    }
  }

  async function look(at: number): Promise<void> {
    const found = `${await cache.blobVersion()} ${await modifiedAt(file)}`
    if (found === versions) return
    versions = found
    await read(await cache.readBlob(), at)
    const own = file && (await readFile(file, 'utf8').catch(() => undefined))
    const before = believed?.no ?? -1
    if (own && (await read(own, at)) && (believed?.no ?? -1) > before) await cache.writeBlob(own)
  }

  async function fetchBlob(url: string, at: number): Promise<void> {
    const jwt = Buffer.from(await download(deps.fetch, url, largestBlob)).toString('utf8')
    const first = readBlob(jwt, await trust(), at)
    await fetchLists(first, cache, deps)
    // Once more, now that the newest lists of revoked certificates are here.
    if (believe(readBlob(jwt, await trust(), at))) await cache.writeBlob(jwt)
  }

  return {
    async current(at) {
      if (at - lookedAt >= minute || at < lookedAt) {
        lookedAt = at
        looking = look(at)
      }
      await looking
      return believed
    },

    async refresh() {
      const at = deps.clock.now()
      await look(at)
      const isDue = believed === undefined || believed.nextUpdate <= at
      if (config.url === undefined || !isDue || at - triedAt < day / 24) return
      triedAt = at
      await fetchBlob(config.url, at).catch((error: unknown) =>
        deps.logger.error({ err: error }, 'Newer FIDO metadata could not be had.'),
      )
    },
  }
}

/** Days after the day on which a newer blob was due, an older one proves nothing any more. */
export function isOverdue(blob: MetadataBlob, graceDays: number, at: number): boolean {
  return at > blob.nextUpdate + graceDays * day
}

/** The lists that were fetched by somebody, and those that we fetched. An old list still tells who was revoked. */
async function revocationLists(
  config: MetadataConfig,
  cache: Cache,
  deps: Deps,
): Promise<readonly RevocationList[]> {
  const own = await Promise.all(config.revocations.map((path) => readFile(inFolder(deps.dataFolder, path))))
  return [...own, ...(await cache.readLists())].map(readRevocationList)
}

/** From the addresses in certificates that are believed already. A list that cannot be had is told, and does not stop us. */
async function fetchLists(blob: MetadataBlob, cache: Cache, deps: Deps): Promise<void> {
  const places = blob.path.slice(0, -1).flatMap(listPlacesOf)
  for (const address of new Set(places.flatMap(({ addresses }) => addresses))) {
    try {
      const bytes = await download(deps.fetch, address, largestList)
      readRevocationList(bytes)
      await cache.writeList(address, bytes)
    } catch (error) {
      deps.logger.warn({ err: error, address }, 'A list of revoked certificates could not be had.')
    }
  }
}

function inFolder(folder: string | undefined, path: string): string {
  return resolve(folder ?? '.', path)
}

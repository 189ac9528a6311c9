import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import {
  isListed,
  isListFor,
  listPlacesOf,
  type RevocationList,
  readRevocationList,
} from '../../../x509/index.ts'
import type { FactorHost } from '../../factor.ts'
import type { RevocationConfig } from '../config.ts'
import { inFolder } from '../files.ts'
import { download } from './download.ts'
import type { Questioned, Standing } from './standing.ts'

/** Lists of revoked certificates: those that lie here, and those that certificates point to. */
export interface Lists {
  /** By files of the administrator and by what was fetched before. */
  here(questioned: Questioned): Promise<Standing>
  /** By what lies now at the addresses that the certificate names. */
  fetched(questioned: Questioned): Promise<Standing>
}

const minute = 60_000
const skew = 5 * minute
/** A list is fetched anew after this, however long it says that it holds. */
const refresh = 60 * minute
const largestList = 64 * 1024 * 1024
const mostKept = 64
const mostAddresses = 4

interface Kept {
  readonly list: RevocationList | undefined
  readonly fetchedAt: number
}

type Deps = Pick<FactorHost, 'dataFolder' | 'fetch' | 'logger'>

export function openLists(config: RevocationConfig, deps: Deps): Lists {
  const files = openFiles(config.lists, deps)
  const kept = new Map<string, Kept>()
  const fetching = new Map<string, Promise<RevocationList | undefined>>()

  async function fetchList(address: string, at: number): Promise<RevocationList | undefined> {
    const before = kept.get(address)
    // What could not be had is not asked for again by each who signs in (F-07).
    if (before && at - before.fetchedAt < (before.list ? refresh : minute)) return before.list
    const list = (await tryFetch(address)) ?? before?.list
    kept.delete(address)
    kept.set(address, { list, fetchedAt: at })
    if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? '')
    return list
  }

  async function tryFetch(address: string): Promise<RevocationList | undefined> {
    try {
      const { timeout } = config
      return readRevocationList(await download(deps.fetch, address, { timeout, limit: largestList }))
    } catch (error) {
      deps.logger.warn({ err: error, address }, 'A list of revoked certificates could not be had.')
      return undefined
    }
  }

  /** One way out for all who wait for the same list. */
  function fetchOnce(address: string, at: number): Promise<RevocationList | undefined> {
    const running = fetching.get(address) ?? fetchList(address, at).finally(() => fetching.delete(address))
    fetching.set(address, running)
    return running
  }

  return {
    async here(questioned) {
      const fresh = [...kept.values()].filter(({ fetchedAt }) => questioned.at - fetchedAt < refresh)
      const lists = [...(await files()), ...fresh.flatMap(({ list }) => list ?? [])]
      return standingBy(lists, questioned)
    },

    async fetched(questioned) {
      if (!config.fetch) return 'unknown'
      const addresses = listPlacesOf(questioned.certificate)
        .flatMap((place) => place.addresses)
        .filter((address) => /^https?:/.test(address))
      for (const address of addresses.slice(0, mostAddresses)) {
        const list = await fetchOnce(address, questioned.at)
        const standing = list ? standingBy([list], questioned) : 'unknown'
        if (standing !== 'unknown') return standing
      }
      return 'unknown'
    },
  }
}

/** A list that has run out says nothing of those it does not name; whom it names was revoked all the same. */
function standingBy(lists: readonly RevocationList[], { certificate, above, at }: Questioned): Standing {
  const own = lists.filter((list) => isListFor(list, certificate, above))
  if (own.some((list) => isListed(list, certificate.serial))) return 'revoked'
  return own.some((list) => list.thisUpdate <= at + skew && at < list.nextUpdate) ? 'good' : 'unknown'
}

/** The files of the administrator, each read anew when it was written anew. One that cannot be read is told, and is not there. */
function openFiles(paths: readonly string[], { dataFolder, logger }: Deps) {
  const read = new Map<string, { readonly version: number; readonly list: RevocationList | undefined }>()

  async function current(path: string): Promise<RevocationList | undefined> {
    const before = read.get(path)
    try {
      // At once: through the pool of threads it takes ten times as long, and every sign-in by card asks.
      const { mtimeMs: version } = statSync(path)
      if (before?.version === version) return before.list
      const list = readRevocationList(await readFile(path))
      read.set(path, { version, list })
      return list
    } catch (error) {
      logger.warn({ err: error, path }, 'A list of revoked certificates could not be read.')
      return undefined
    }
  }

  return async (): Promise<readonly RevocationList[]> => {
    const lists = await Promise.all(paths.map((path) => current(inFolder(dataFolder, path))))
    return lists.flatMap((list) => list ?? [])
  }
}

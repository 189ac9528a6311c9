import {
  type ArchiveFacts,
  countRows,
  type Migration,
  replaceStorage,
  unpackBackup,
  verifyBackup,
} from '../../storage/index.ts'
import type { Actor } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'
import { notEmpty } from '../errors.ts'
import { type Renewal, renewBackup } from './renew.ts'

/** Where a backup goes. */
export interface RestorePlace {
  /** A file, or a URL. */
  readonly database: string
  readonly migrations: readonly Migration[]
  /** A file beside the data that nobody else uses: the backup is unpacked and renewed there. */
  readonly scratch: string
  /** Opens what was unpacked, with the keys of this installation. */
  open(database: string): Promise<AdministrationDeps & { close(): Promise<void> }>
}

export interface RestoreInput {
  readonly actor: Actor
  readonly file: string
  /** What is there may be lost. */
  readonly replace: boolean
  /** Everything is looked at, and nothing is changed. */
  readonly dryRun: boolean
  /** The last question before everything is replaced: what is lost by it, in words. */
  readonly confirm?: (lost: string | undefined) => Promise<void>
  readonly onProgress?: (step: RestoreStep, done: number, of: number) => void
}

export type RestoreStep = 'checking' | 'renewing' | 'writing'

export interface Restored {
  readonly facts: ArchiveFacts
  /** Undefined where nothing was to be changed. */
  readonly renewal: Renewal | undefined
}

/**
 * Brings back a backup as a new epoch (R17). It is checked, unpacked beside the data and renewed there; then it takes
 * the place of everything in one transaction. Killed before that is committed, nothing has changed.
 */
export async function restoreBackup(place: RestorePlace, input: RestoreInput): Promise<Restored> {
  const { database, migrations, scratch } = place
  const progress = (step: RestoreStep) => (done: number, of: number) => input.onProgress?.(step, done, of)
  const facts = await verifyBackup(input.file, { migrations, onProgress: progress('checking') })
  const lost = await contentOf(database)
  if (lost !== undefined && !input.replace && !input.dryRun) throw notEmpty(lost)

  const { remove } = await unpackBackup(input.file, scratch, { migrations, facts })
  try {
    const deps = await place.open(scratch)
    const renewal = await renewBackup(deps, {
      actor: input.actor,
      facts,
      onProgress: progress('renewing'),
    }).finally(() => deps.close())
    if (input.dryRun) return { facts, renewal: undefined }
    await input.confirm?.(lost)
    await replaceStorage(database, { from: scratch, migrations, onProgress: progress('writing') })
    return { facts, renewal }
  } finally {
    remove()
  }
}

/** What would be lost, in words; undefined where there is nothing. */
async function contentOf(database: string): Promise<string | undefined> {
  const counts = await countRows(database, ['accounts', 'authenticators', 'api_keys'])
  const words = [...counts].filter(([, count]) => count > 0).map(([table, count]) => `${count} ${table}`)
  return words.length === 0 ? undefined : words.join(', ').replace('api_keys', 'API keys')
}

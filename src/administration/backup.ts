import { canonicalJson } from '../kernel/canonical-json.ts'
import { type ArchiveFacts, copyStorage, type Migration, type RowsProgress } from '../storage/index.ts'
import { type Actor, actorName, requirePermission } from './actor.ts'
import type { AdministrationDeps } from './deps.ts'

export interface BackupInput {
  readonly actor: Actor
  /** The database of these deps: a file, or a URL. */
  readonly database: string
  readonly migrations: readonly Migration[]
  /** A file that is not there yet. */
  readonly file: string
  readonly onProgress?: RowsProgress
}

const permission = { role: 'administrator', scope: 'administration', changes: true } as const

/**
 * A copy of everything as it is at one moment, while others go on. The key is not in it: what is sealed stays sealed.
 * Throws `archive.exists` rather than overwrite.
 */
export async function makeBackup(deps: AdministrationDeps, input: BackupInput): Promise<ArchiveFacts> {
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  const { actor, database, migrations, file, onProgress } = input
  const madeAt = deps.storage.clock.now()
  const facts = await copyStorage(
    { database, migrations },
    {
      file,
      madeAt,
      sealWith: (made) => sealOf(deps, made),
      ...(onProgress ? { onProgress } : {}),
    },
  )
  await deps.storage.book({
    statements: [],
    events: [
      {
        at: deps.storage.clock.now(),
        event: 'backup.made',
        outcome: 'done',
        actor: actorName(actor),
        details: { digest: facts.digest, accounts: facts.counts.accounts ?? 0 },
      },
    ],
    locks: [],
  })
  return facts
}

/** What nobody can put upon a backup who lacks the key: it hangs on the root, which lies in the backup, sealed. */
export function sealOf(
  { box }: Pick<AdministrationDeps, 'box'>,
  { seal: _, ...facts }: ArchiveFacts,
): string {
  return Buffer.from(box.mac('backup', Buffer.from(canonicalJson(facts), 'utf8'))).toString('hex')
}

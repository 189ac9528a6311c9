import type { Id } from '../../kernel/ids.ts'
import type { Statement } from '../../storage/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { samlKind } from './kind.ts'
import { samlStore } from './saml-store.ts'

/**
 * Removes what is over: what was begun too long ago, and metadata of applications that are not connected by this door any
 * more. Those of one that is stay, also while nobody answers: they say by what name it goes.
 */
export async function whatIsOver(
  { storage, doors }: Pick<DoorDeps, 'storage' | 'doors'>,
  at: number,
): Promise<readonly Statement[]> {
  const store = samlStore(storage)
  const dropped: Statement[] = []
  for (const { application_id: id } of await store.fetchedMetadata()) {
    const connected = await doors.of(id as Id<'application'>)
    if (!connected.some(({ door }) => door === samlKind.id)) dropped.push(store.dropMetadata(id))
  }
  return [...store.sweep(at), ...dropped]
}

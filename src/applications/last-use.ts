import type { Id } from '../kernel/ids.ts'
import type { Statement, Storage } from '../storage/index.ts'
import type { ApiKey } from './schema.ts'

const markEvery = 60_000

/**
 * Notes when keys were last used: at most once a minute each, behind the answer and never in its way.
 * A mark that cannot be written is made up for by the next use.
 */
export function lastUseNotes(deps: {
  storage: Storage
  markUse: (id: Id<'api-key'>, at: number) => Statement
}) {
  const { storage, markUse } = deps
  const writing = new Map<string, Promise<unknown>>()

  return {
    note(key: ApiKey): void {
      const at = storage.clock.now()
      if (writing.has(key.id)) return
      if (key.lastUsedAt !== undefined && Math.abs(at - key.lastUsedAt) < markEvery) return
      const mark = storage
        .book({ statements: [markUse(key.id, at)], locks: [key.id] })
        .catch(() => 'refused')
        .finally(() => writing.delete(key.id))
      writing.set(key.id, mark)
    },

    async settled(): Promise<void> {
      await Promise.all(writing.values())
    },
  }
}

import { type Actor, actorName, requirePermission } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'
import { keyInUse } from '../errors.ts'
import { checksMissing, forgetCheck, knownChecks } from './checks.ts'
import { opensOlder } from './sealed-values.ts'

const permission = { role: 'administrator', scope: 'administration', changes: true } as const

/** Notes the keys that came into our ring since the start: from now on the database does not open without them. */
export async function noteKeys(deps: Pick<AdministrationDeps, 'storage' | 'keys'>): Promise<void> {
  const statements = checksMissing(deps.storage, deps.keys, await knownChecks(deps.storage))
  if (statements.length > 0) await deps.storage.book({ statements, locks: ['keys'] })
}

/**
 * From now on the database opens without this key. Throws `key.in-use` while it opens something, and for the active
 * one (F-25).
 */
export async function forgetKey(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly keyId: string },
): Promise<void> {
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  const { keyId, actor } = input
  if (keyId === deps.box.activeKeyId() || (await opensOlder(deps, keyId))) throw keyInUse(keyId)
  await deps.storage.book({
    statements: [forgetCheck(deps.storage, keyId)],
    events: [
      {
        at: deps.storage.clock.now(),
        event: 'key.dropped',
        outcome: 'done',
        actor: actorName(actor),
        details: { key: keyId },
      },
    ],
    locks: ['keys'],
  })
}

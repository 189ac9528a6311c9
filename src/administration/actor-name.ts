import type { Id } from '../kernel/ids.ts'
import type { AdministrationDeps } from './deps.ts'

/** The name that people know, behind what the audit trail keeps of an actor. */
export async function nameOfActor(
  deps: Pick<AdministrationDeps, 'accounts' | 'applications'>,
  actor: string,
): Promise<string> {
  const [kind, id] = actor.includes(':') ? actor.split(':', 2) : ['account', actor]
  if (kind === 'operator') return id ?? ''
  const known =
    kind === 'application'
      ? await deps.applications.find(id as Id<'application'>)
      : await deps.accounts.find(id as Id<'account'>)
  return known?.name ?? actor
}

import { type Id, isId } from '../kernel/ids.ts'
import type { AdministrationDeps } from './deps.ts'

/** What the audit trail keeps of an actor, taken apart: `actorName` wrote it, or a part of the server itself. */
type ReadActor =
  | { readonly by: 'person'; readonly id: Id<'account'> }
  | { readonly by: 'application'; readonly id: Id<'application'> }
  | { readonly by: 'operator'; readonly name: string }
  | { readonly by: 'part'; readonly name: string }

export function readActor(actor: string): ReadActor {
  if (isId<'account'>(actor)) return { by: 'person', id: actor }
  const [, kind, name = ''] = /^(application|operator):(.*)$/s.exec(actor) ?? []
  if (kind === 'application') return { by: kind, id: name as Id<'application'> }
  return kind === 'operator' ? { by: kind, name } : { by: 'part', name: actor }
}

/** The name that people know, behind what the audit trail keeps of an actor. */
export async function nameOfActor(
  { accounts, applications }: Pick<AdministrationDeps, 'accounts' | 'applications'>,
  actor: string,
): Promise<string> {
  const read = readActor(actor)
  if ('name' in read) return read.name
  const known = read.by === 'person' ? await accounts.find(read.id) : await applications.find(read.id)
  return known?.name ?? actor
}

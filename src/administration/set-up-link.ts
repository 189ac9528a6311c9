import { newId } from '../kernel/ids.ts'
import { hashToken, newToken } from '../kernel/tokens.ts'
import type { AdministrationDeps } from './deps.ts'
import { setUpLinkSpent, setUpLinkUnknown } from './errors.ts'
import type { SetUpsTable } from './schema.ts'
import { administrationStore } from './store.ts'

/** Milliseconds for which a set-up link is good (R10). */
export const linkLifetime = 30 * 60_000

/** The one-time link by which the first administrator is made. */
export interface SetUpLink {
  readonly link: string
  readonly expiresAt: number
}

/**
 * The link of a first start: made once, while nobody administers and no link was ever made. Undefined otherwise: it
 * is never made again by itself (R10).
 */
export async function firstSetUpLink(deps: AdministrationDeps): Promise<SetUpLink | undefined> {
  const store = administrationStore(deps.storage)
  if ((await deps.accounts.countAdministrators()) > 0 || (await store.anySetUp())) return undefined
  return newSetUpLink(deps, 'system', 'first start')
}

/** A new link, which voids the older ones; for whoever holds the service's own rights, with a reason (R10). */
export async function newSetUpLink(
  deps: AdministrationDeps,
  actor: string,
  reason: string,
): Promise<SetUpLink> {
  const store = administrationStore(deps.storage)
  const at = deps.storage.clock.now()
  const token = newToken('spu', deps.random)
  const id = newId<'set-up'>({ clock: deps.storage.clock, random: deps.random })
  const expiresAt = at + linkLifetime
  const row = {
    id,
    token_hash: hashToken(token),
    draft: null,
    created_at: at,
    expires_at: expiresAt,
    used_at: null,
  }
  await deps.storage.book({
    statements: [store.voidSetUps(at), store.insertSetUp(row)],
    events: [{ at, event: 'set-up.link-made', outcome: 'done', actor, details: { reason } }],
    locks: ['set-up'],
  })
  return { link: `${deps.baseUrl}/set-up#${token}`, expiresAt }
}

/** Whether a living link waits to be used. */
export async function setUpPending(deps: Pick<AdministrationDeps, 'storage' | 'accounts'>): Promise<boolean> {
  return (await deps.accounts.countAdministrators()) === 0
}

/** The row behind a link. Throws `set-up.link-unknown` or `set-up.link-spent`. */
export async function livingSetUp(deps: AdministrationDeps, token: string): Promise<SetUpsTable> {
  const store = administrationStore(deps.storage)
  const row = token.startsWith('spu_') ? await store.findSetUp(hashToken(token)) : undefined
  if (!row) throw setUpLinkUnknown()
  if (row.used_at !== null || Number(row.expires_at) <= deps.storage.clock.now()) throw setUpLinkSpent()
  return row
}

import type { Account } from '../accounts/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import { actorName } from './actor.ts'
import { bookBy } from './book.ts'
import type { AdministrationDeps } from './deps.ts'
import { notPermitted, secondAdministratorNeeded } from './errors.ts'
import { administrationStore } from './store.ts'
import type { SubjectInput } from './subject.ts'

const openFor = 24 * 3_600_000

/** What takes two administrators where it is done to one; the trail has a sentence for the request of each. */
export const approvedActs = [
  'authenticator-help',
  'authenticator-resume',
  'authenticator-suspend',
  'disable',
  'enable',
  'hand-out',
  'invite',
  'link',
  'reset-authenticators',
  'reset-password',
  'return',
  'role',
  'tie',
  'unlink',
  'unlock',
  'untie',
] as const
export type ApprovedAct = (typeof approvedActs)[number]

/** What an act upon this account needs besides the rights of one: a second one where it administers (R11). */
export async function approvedFor(
  deps: AdministrationDeps,
  input: SubjectInput,
  account: Pick<Account, 'role'>,
  act: ApprovedAct,
  of?: string,
): Promise<readonly Statement[]> {
  return account.role === 'administrator' ? approved(deps, input, act, of) : []
}

/**
 * What an act upon an administrator needs: the request of another one. The first request is noted and refused with
 * `administration.second-needed`; the second, by someone else within a day, yields the statements that take it (R11).
 * Whoever asked first must still be an administrator then. `of`: upon what of the account, or how far it goes, which
 * both must ask for alike; it stands in the trail, for whoever is to agree.
 * An application is no second person: whoever administers can hand it a key. Whoever holds the machine itself acts
 * alone, with a reason, audited and told.
 */
export async function approved(
  deps: AdministrationDeps,
  input: SubjectInput,
  act: ApprovedAct,
  of?: string,
): Promise<readonly Statement[]> {
  if (input.actor.by === 'operator') return []
  if (input.actor.by === 'application') throw notPermitted()
  const store = administrationStore(deps.storage)
  const id = `${act}${of === undefined ? '' : `-${of}`}|${input.accountId}`
  const at = deps.storage.clock.now()
  const actor = actorName(input.actor)
  const request = await store.findApproval(id)
  const living = request && Number(request.expires_at) > at
  if (living && request.requested_by !== actor) {
    const other = await deps.accounts.find(request.requested_by as Id<'account'>)
    if (other?.role === 'administrator' && other.status === 'active')
      return [deps.accounts.expectAdministrator(other.id), store.takeApproval(request)]
  }

  const expiresAt = at + openFor
  const reason = input.reason.slice(0, 500)
  const row = { id, requested_by: actor, reason, created_at: at, expires_at: expiresAt }
  await bookBy(deps, input.actor, {
    statements: [store.requestApproval(row)],
    events: [
      {
        at,
        event: `${act}.requested`,
        outcome: 'done',
        actor,
        accountId: input.accountId,
        details: { reason, ...(of === undefined ? {} : { of }) },
      },
    ],
    locks: [input.accountId],
  })
  throw secondAdministratorNeeded(expiresAt)
}

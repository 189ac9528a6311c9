import {
  type Account,
  type AccountLink,
  accountLinkNotFound,
  accountLinkTaken,
  accountNotFound,
} from '../accounts/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import { type Actor, requirePermission } from './actor.ts'
import { approvedFor } from './approval.ts'
import { bookAct } from './book.ts'
import type { AdministrationDeps } from './deps.ts'
import { otherAccount, someoneElse } from './other-account.ts'
import type { SubjectInput } from './subject.ts'

const looks = { role: 'help-desk', scope: 'accounts:read', changes: false } as const
const changes = { role: 'administrator', scope: 'accounts:write', changes: true } as const

/** Who an account is elsewhere. */
export async function listLinks(
  deps: Pick<AdministrationDeps, 'accounts' | 'accountLinks' | 'sessions'>,
  { actor, accountId }: { readonly actor: Actor; readonly accountId: Id<'account'> },
): Promise<readonly AccountLink[]> {
  requirePermission(actor, looks, deps.sessions.requireFresh)
  if (!(await deps.accounts.find(accountId))) throw accountNotFound()
  return deps.accountLinks.listOf(accountId)
}

/**
 * Says who an account is elsewhere. Nobody signs in by that alone: it names whom somebody else's word is about. So under
 * the conditions of a tie: never for oneself, for an administrator only with a second one (R11), and its owner is told.
 * Throws `account.link-taken`.
 */
export async function linkAccount(
  deps: AdministrationDeps,
  input: SubjectInput & Pick<AccountLink, 'issuer' | 'subject'>,
): Promise<AccountLink> {
  const account = await otherAccount(deps, input, changes)
  const { issuer, subject } = input
  if (await deps.accountLinks.find(issuer, subject)) throw accountLinkTaken()
  // Whoever asks second may not have another one linked than was asked for first.
  const agreed = await approvedFor(deps, input, account, 'link', JSON.stringify([issuer, subject]))
  const { link, statement } = deps.accountLinks.create({ accountId: account.id, issuer, subject })
  const statements = [deps.accounts.expectActiveEpoch(account.id, account.epoch), ...agreed, statement]
  await book(deps, input, { event: 'account.linked', account, statements, link, refused: accountLinkTaken })
  return link
}

/**
 * Whoever came by it is nobody here from now on; under the same conditions, and its owner is told. An account that is
 * disabled gives its links free, too. Throws `account.link-not-found`.
 */
export async function unlinkAccount(
  deps: AdministrationDeps,
  input: SubjectInput & { readonly linkId: Id<'account-link'> },
): Promise<void> {
  const account = await someoneElse(deps, input, changes)
  const link = (await deps.accountLinks.listOf(account.id)).find(({ id }) => id === input.linkId)
  if (!link) throw accountLinkNotFound()
  const agreed = await approvedFor(deps, input, account, 'unlink', link.id)
  const statements = [...agreed, deps.accountLinks.remove(link)]
  const refused = accountLinkNotFound
  await book(deps, input, { event: 'account.unlinked', account, statements, link, refused })
}

async function book(
  deps: AdministrationDeps,
  { actor, reason }: SubjectInput,
  act: {
    readonly event: 'account.linked' | 'account.unlinked'
    readonly account: Account
    readonly statements: readonly Statement[]
    readonly link: AccountLink
    readonly refused: () => Error
  },
): Promise<void> {
  const { event, account } = act
  const { issuer, subject } = act.link
  const values = { at: deps.storage.clock.now(), account: account.name, issuer }
  const outcome = await bookAct(deps, {
    ...{ actor, event, accountId: account.id },
    details: { issuer, subject, reason: reason.slice(0, 500) },
    statements: [...act.statements, ...(await deps.notices.tell(account, { template: event, values }))],
    locks: [account.id],
  })
  if (outcome === 'refused') throw act.refused()
  deps.delivery.kick()
}

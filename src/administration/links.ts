import {
  type AccountLink,
  accountLinkNotFound,
  accountLinkTaken,
  accountNotFound,
} from '../accounts/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import { type Actor, requirePermission } from './actor.ts'
import { bookAct } from './book.ts'
import type { AdministrationDeps } from './deps.ts'
import { type SubjectInput, subjectOf } from './subject.ts'

const looks = { role: 'help-desk', scope: 'accounts:read', changes: false } as const
const changes = { role: 'administrator', scope: 'accounts:write', changes: true } as const

type LinksDeps = Pick<AdministrationDeps, 'storage' | 'accounts' | 'accountLinks' | 'sessions'>

/** Who an account is elsewhere. */
export async function listLinks(
  deps: LinksDeps,
  { actor, accountId }: { readonly actor: Actor; readonly accountId: Id<'account'> },
): Promise<readonly AccountLink[]> {
  requirePermission(actor, looks, deps.sessions.requireFresh)
  if (!(await deps.accounts.find(accountId))) throw accountNotFound()
  return deps.accountLinks.listOf(accountId)
}

/**
 * Says who an account is elsewhere. Nobody signs in by that alone: it names whom somebody else's word is about.
 * Throws `account.link-taken`.
 */
export async function linkAccount(
  deps: LinksDeps,
  input: SubjectInput & Pick<AccountLink, 'issuer' | 'subject'>,
): Promise<AccountLink> {
  const account = await subjectOf(deps, input, changes)
  const { issuer, subject } = input
  const { link, statement } = deps.accountLinks.create({ accountId: account.id, issuer, subject })
  await book(deps, input, { event: 'account.linked', statement, link, refused: accountLinkTaken })
  return link
}

/** Whoever came by it is nobody here from now on. Throws `account.link-not-found`. */
export async function unlinkAccount(
  deps: LinksDeps,
  input: SubjectInput & { readonly linkId: Id<'account-link'> },
): Promise<void> {
  const account = await subjectOf(deps, input, changes)
  const link = (await deps.accountLinks.listOf(account.id)).find(({ id }) => id === input.linkId)
  if (!link) throw accountLinkNotFound()
  const statement = deps.accountLinks.remove(link)
  await book(deps, input, { event: 'account.unlinked', statement, link, refused: accountLinkNotFound })
}

async function book(
  deps: LinksDeps,
  { actor, accountId, reason }: SubjectInput,
  act: {
    readonly event: 'account.linked' | 'account.unlinked'
    readonly statement: Statement
    readonly link: AccountLink
    readonly refused: () => Error
  },
): Promise<void> {
  const { event, statement, link } = act
  const { issuer, subject } = link
  const details = { issuer, subject, reason: reason.slice(0, 500) }
  const outcome = await bookAct(deps, {
    ...{ actor, event, accountId, details },
    statements: [statement],
    locks: [accountId],
  })
  if (outcome === 'refused') throw act.refused()
}

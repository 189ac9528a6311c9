import type { Account, Contact } from '../accounts/index.ts'
import { portalId } from '../applications/index.ts'
import type { Authenticator } from '../authenticators/index.ts'
import { isAsked } from '../directories/index.ts'
import { besidesPassword, strongestOf } from '../policy/index.ts'
import type { Budget } from '../throttle/index.ts'
import { type LetterDeps, type Letters, mailAsked, type NoLetters } from './asked-letter.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { nameFirst, passwordLinkOff, passwordLinkSpent, throttled } from './errors.ts'
import { typedFirstFactor } from './first-factor.ts'
import type { Notices } from './notices.ts'
import type { PasswordLink } from './password-links-store.ts'
import { settledMailboxes } from './person.ts'
import { confirmedOf, inScope, isNameless, standsBesideLink } from './situation.ts'
import { livingAttempt, openAttempt, type Started } from './start.ts'
import { type Happening, occasionOf } from './told.ts'

const hour = 3_600_000

/** What tells whether somebody who forgot their password is helped by mail at all. */
export interface MailingDeps extends Pick<AuthenticationDeps, 'policy' | 'factors'> {
  readonly notices: Pick<Notices, 'reaches'>
}

export function mailsPasswordLinks(deps: MailingDeps): boolean {
  const isMailed = deps.policy.passwordReset && deps.notices.reaches({ type: 'email' })
  return isMailed && typedFirstFactor(deps.factors) !== undefined
}

/**
 * Mails the owner a link by which they choose another password, behind their second factor. Answers the same for every
 * name: whether anything was sent is for the mailbox to know. Throws `password-link.off` where nobody is helped
 * so, and `throttled` where too many were asked for from one place.
 */
export async function askForPasswordLink(
  deps: LetterDeps,
  input: { readonly secret: string | undefined; readonly surroundings: Surroundings },
): Promise<void> {
  const attempt = await livingAttempt(deps, input.secret)
  if (!mailsPasswordLinks(deps)) throw passwordLinkOff()
  if (isNameless(attempt)) throw nameFirst()
  const { surroundings } = input
  const at = deps.storage.clock.now()
  const besides = surroundings.source === undefined ? [] : [placeBudget(surroundings.source)]
  const wait = await deps.throttle.waitFor(besides, at)
  if (wait > 0) throw throttled(wait)
  await mailAsked(deps, {
    ...{ attempt, surroundings, at, besides },
    kind: 'password-link',
    event: 'password.link-asked',
    lettersTo: (account) => lettersTo(deps, { account, surroundings, at }),
  })
}

/** So that from one place not everybody's mailbox is written to. Where a program tells no place, it has its own way. */
function placeBudget(source: string): Budget {
  return { id: `password-links-from|${source}`, limit: 60, window: hour }
}

async function lettersTo(deps: LetterDeps, happening: Happening): Promise<Letters> {
  const { account, at } = happening
  const helped = await helpedByMail(deps, account, at)
  if ('withheld' in helped) return helped
  const { password, mailboxes } = helped
  const statements = mailboxes.flatMap((contact) => {
    const made = deps.passwordLinks.create({ contact, forgotten: password.id, epoch: account.epoch })
    const values = { ...occasionOf(happening), link: `${deps.baseUrl}/forgotten#${made.token}` }
    const message = { template: 'password.link', values } as const
    return [made.statement, deps.notices.send(contact, message, made.expiresAt)]
  })
  return { statements }
}

interface Replaceable {
  readonly password: Authenticator
}

interface Helped extends Replaceable {
  /** Those that vouch for their owner: confirmed, and a week old (R12). */
  readonly mailboxes: readonly Contact[]
}

async function helpedByMail(
  deps: Pick<AuthenticationDeps, 'contacts' | 'authenticators' | 'factors' | 'notices'>,
  account: Account,
  at: number,
): Promise<Helped | NoLetters> {
  const [contacts, rows] = await Promise.all([
    deps.contacts.listOf(account.id),
    deps.authenticators.ofAccount(account.id),
  ])
  const replaceable = replaceablePassword(deps, account, rows)
  if ('withheld' in replaceable) return replaceable
  const mailboxes = settledMailboxes(contacts, at).filter(deps.notices.reaches)
  return mailboxes.length > 0 ? { ...replaceable, mailboxes } : { withheld: 'no-settled-mailbox' }
}

/**
 * The password that its owner may replace alone, where a mailbox vouches for them. None of whoever administers or helps,
 * nor where something speaks against the account: they take somebody else (R2, A-058). One of a directory is reset there.
 * Only what would be enough beside the link counts.
 */
export function replaceablePassword(
  { factors }: Pick<AuthenticationDeps, 'factors'>,
  { role, marks, status, directory }: Account,
  rows: readonly Authenticator[],
): Replaceable | NoLetters {
  if (status !== 'active') return { withheld: 'inactive' }
  if (role !== 'person') return { withheld: 'role' }
  if (besidesPassword(marks).length > 0) return { withheld: 'marked' }
  if (isAsked(directory)) return { withheld: 'directory' }
  const active = inScope(rows, { id: portalId }).filter((row) => row.status === 'active')
  const isStrong = strongestOf(confirmedOf(factors, rows)).length > 0
  const isGuarded = active.some(({ factor: id }) => {
    const factor = factors.find(id)
    return standsBesideLink(factor) && (!isStrong || factor?.traits.phishingResistant === true)
  })
  if (!isGuarded) return { withheld: 'unguarded' }
  const first = typedFirstFactor(factors)
  const password = active.find(({ factor }) => factor === first?.id)
  return password ? { password } : { withheld: 'no-password' }
}

/**
 * Opens such a link, once: a sign-in begins in which it stands in the place of the password, and of which nothing comes
 * but the right to choose another one (R11). Every contact is told (N-38). Throws `password-link.spent`.
 */
export async function openPasswordLink(
  deps: AuthenticationDeps,
  input: { readonly token: string; readonly surroundings: Surroundings },
): Promise<Started> {
  const link = await deps.passwordLinks.findLiving(input.token)
  const account = link && (await deps.accounts.find(link.accountId))
  if (!account || !(await stands(deps, link, account))) throw passwordLinkSpent()
  const { surroundings } = input
  const at = deps.storage.clock.now()
  const opened = {
    template: 'password.link-opened',
    values: occasionOf({ account, surroundings, at }),
  } as const
  return openAttempt(deps, {
    account,
    typedName: account.name,
    applicationId: portalId,
    purpose: 'sign-in',
    forgotten: link.forgotten,
    statements: [
      deps.accounts.expectActiveEpoch(account.id, link.epoch),
      deps.contacts.expectIndependent(link.contactId),
      deps.passwordLinks.spend(link),
      ...(await deps.notices.tell(account, opened, { by: link.contactId })),
    ],
    events: [
      {
        at,
        event: 'password.link-opened',
        outcome: 'done',
        actor: account.id,
        accountId: account.id,
        authenticatorId: link.forgotten,
        ...(surroundings.source ? { source: surroundings.source } : {}),
      },
    ],
  })
}

/** Whether its account is still as it was when the letter went out, and would get it now. */
async function stands(deps: AuthenticationDeps, link: PasswordLink, account: Account): Promise<boolean> {
  if (!mailsPasswordLinks(deps) || account.epoch !== link.epoch) return false
  const helped = await helpedByMail(deps, account, deps.storage.clock.now())
  if ('withheld' in helped || helped.password.id !== link.forgotten) return false
  return helped.mailboxes.some(({ id }) => id === link.contactId)
}

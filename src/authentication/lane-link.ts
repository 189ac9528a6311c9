import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import { type Budget, mayTry, passwordLanes } from '../throttle/index.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { laneLinkSpent } from './errors.ts'
import { livingAttempt } from './start.ts'
import { occasionOf } from './told.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** What lane links need besides: where they lead, from configuration and never from a request. */
export interface LaneLinkDeps extends AuthenticationDeps {
  readonly baseUrl: string
}

/**
 * Mails the owner a link to a lane of their own, where strangers have used up the tries of all unknown devices (R19).
 * Answers the same for every name: whether anything was sent is for the mailbox to know. Names are looked up only where
 * a letter is due, five times a day for each, behind a booking that costs far more.
 */
export async function askForLane(
  deps: LaneLinkDeps,
  input: { readonly secret: string | undefined; readonly surroundings: Surroundings },
): Promise<void> {
  const { ownerKey, accountId } = await livingAttempt(deps, input.secret)
  const at = deps.storage.clock.now()
  const lanes = passwordLanes({ key: ownerKey, accountId }, { source: input.surroundings.source ?? 'local' })
  const states = await deps.throttle.read(lanes)
  const isShut = lanes.some(
    (lane) => lane.yearly !== undefined && !mayTry(lane, states.get(lane.id), at).allowed,
  )
  const budgets = budgetsOf(ownerKey)
  const wait = await deps.throttle.waitFor(budgets, at)
  if (!isShut || wait > 0) return
  const mails = await mailsTo(deps, accountId, input.surroundings, at)
  const outcome = await deps.storage.book({
    statements: [...budgets.map((budget) => deps.throttle.take(budget, at)), ...mails],
    events: [
      {
        at,
        event: 'lane.asked',
        outcome: 'done',
        actor: accountId ?? 'anonymous',
        ...(accountId ? { accountId } : {}),
        ...(input.surroundings.source ? { source: input.surroundings.source } : {}),
      },
    ],
    locks: [ownerKey],
  })
  if (outcome === 'booked') deps.delivery.kick()
}

/** So that nobody's mailbox is filled in a stranger's name. */
function budgetsOf(ownerKey: string): readonly Budget[] {
  return [
    { id: `lane-link|${ownerKey}`, limit: 1, window: 10 * minute },
    { id: `lane-links|${ownerKey}`, limit: 5, window: day },
  ]
}

/** One lane, told to every confirmed mailbox; an unconfirmed one may be anybody's (R12). */
async function mailsTo(
  deps: LaneLinkDeps,
  accountId: Id<'account'> | undefined,
  surroundings: Surroundings,
  at: number,
): Promise<readonly Statement[]> {
  const account = accountId && (await deps.accounts.find(accountId))
  if (account?.status !== 'active') return []
  const contacts = await deps.contacts.listOf(account.id)
  const mailboxes = contacts.filter(
    (contact) =>
      contact.type === 'email' && contact.verifiedAt !== undefined && deps.notices.reaches(contact),
  )
  if (mailboxes.length === 0) return []
  const { token, expiresAt, statement } = deps.throttle.mailLane(account.id)
  const values = { ...occasionOf({ account, surroundings, at }), link: `${deps.baseUrl}/lane#${token}` }
  const message = { template: 'sign-in.lane-link', values } as const
  return [statement, ...mailboxes.map((contact) => deps.notices.send(contact, message, expiresAt))]
}

/** The link is opened: this browser gets the lane, once. It proves nothing. Throws `lane.link-spent`. */
export async function redeemLaneLink(
  deps: Pick<AuthenticationDeps, 'storage' | 'throttle'>,
  link: string,
): Promise<{ readonly deviceToken: string }> {
  const lane = await deps.throttle.redeemLane(link)
  if (!lane) throw laneLinkSpent()
  const { accountId, token, statements } = lane
  const at = deps.storage.clock.now()
  const outcome = await deps.storage.book({
    statements,
    events: [{ at, event: 'lane.opened', outcome: 'done', actor: accountId, accountId }],
    locks: [accountId],
  })
  if (outcome === 'refused') throw laneLinkSpent()
  return { deviceToken: token }
}

import { mayTry, passwordLanes } from '../throttle/index.ts'
import { type LetterDeps, type Letters, mailAsked } from './asked-letter.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { laneLinkSpent } from './errors.ts'
import { livingAttempt } from './start.ts'
import { type Happening, occasionOf } from './told.ts'

/**
 * Mails the owner a link to a lane of their own, where strangers have used up the tries of all unknown devices (R19).
 * Answers the same for every name: whether anything was sent is for the mailbox to know.
 */
export async function askForLane(
  deps: LetterDeps,
  input: { readonly secret: string | undefined; readonly surroundings: Surroundings },
): Promise<void> {
  const attempt = await livingAttempt(deps, input.secret)
  const { ownerKey, accountId } = attempt
  const { surroundings } = input
  const at = deps.storage.clock.now()
  const lanes = passwordLanes({ key: ownerKey, accountId }, { source: surroundings.source ?? 'local' })
  const states = await deps.throttle.read(lanes)
  const isShut = lanes.some(
    (lane) => lane.yearly !== undefined && !mayTry(lane, states.get(lane.id), at).allowed,
  )
  if (!isShut) return
  await mailAsked(deps, {
    ...{ attempt, surroundings, at },
    kind: 'lane-link',
    event: 'lane.asked',
    lettersTo: (account) => lettersTo(deps, { account, surroundings, at }),
  })
}

/** One lane, told to every confirmed mailbox; an unconfirmed one may be anybody's (R12). */
async function lettersTo(deps: LetterDeps, happening: Happening): Promise<Letters> {
  const { account } = happening
  const contacts = await deps.contacts.listOf(account.id)
  const mailboxes = contacts.filter(
    (contact) =>
      contact.type === 'email' && contact.verifiedAt !== undefined && deps.notices.reaches(contact),
  )
  if (mailboxes.length === 0) return { withheld: 'no-mailbox' }
  const { token, expiresAt, statement } = deps.throttle.mailLane(account.id)
  const values = { ...occasionOf(happening), link: `${deps.baseUrl}/lane#${token}` }
  const message = { template: 'sign-in.lane-link', values } as const
  const sent = mailboxes.map((contact) => deps.notices.send(contact, message, expiresAt))
  return { statements: [statement, ...sent] }
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

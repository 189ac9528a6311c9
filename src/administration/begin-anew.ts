import type { Account } from '../accounts/index.ts'
import { typedFirstFactor } from '../authentication/index.ts'
import type { Authenticator } from '../authenticators/index.ts'
import { isAsked } from '../directories/index.ts'
import type { Statement } from '../storage/index.ts'
import { actUpon, eventOf } from './act-upon.ts'
import { type Actor, actorName, isOwn, requirePermission } from './actor.ts'
import { approvedFor } from './approval.ts'
import type { AdministrationDeps } from './deps.ts'
import { noPassword, notForOneself } from './errors.ts'
import { otherAccount } from './other-account.ts'
import { requireWayInWith } from './policy/lock-out.ts'
import { onceUnder, type Remember } from './retry-keys.ts'
import { type SubjectInput, subjectOf } from './subject.ts'

const invitationLifetime = 24 * 3_600_000
const helps = { role: 'help-desk', scope: 'accounts:write', changes: true } as const
const rulesFirst = { role: 'administrator', scope: 'administration', changes: true } as const

export interface IssuedInvitation {
  /** Complete, its token in the fragment; shown once (R11). */
  readonly link: string
  readonly expiresAt: number
}

/** Replaces the one before. */
export function invite(deps: AdministrationDeps, account: Account, actor: Actor) {
  const { invitation, token, statements } = deps.invitations.create({
    accountId: account.id,
    lifetime: invitationLifetime,
    createdBy: actorName(actor),
  })
  const issued = { link: `${deps.baseUrl}/welcome#${token}`, expiresAt: invitation.expiresAt }
  return { id: invitation.id, statements, issued }
}

/**
 * Takes everything but the password off an account and ends its sessions; the invitation lets its owner enrol anew, with
 * their password. For administrators a second administrator must ask for the same (R11, A-058). One's own takes somebody
 * else as well: a session that may not change its factors must not change them by another way (G10).
 */
export async function resetAuthenticators(
  deps: AdministrationDeps,
  input: SubjectInput,
): Promise<{ readonly invitation: IssuedInvitation }> {
  const account = await subjectOf(deps, input, helps)
  if (isOwn(input.actor, account.id) && account.role !== 'administrator') throw notForOneself()
  return onceUnder(deps, input, { make: (remember) => reset(deps, input, account, remember) })
}

/**
 * Takes a forgotten password off, and ends the sessions; the invitation lets its owner choose another one, and opens
 * nothing without a second factor. Takes an administrator: whoever helps can hand out the second factor, and must not
 * have a hand on the first one as well (R11, A-057). Never for oneself. Throws `account.no-password`.
 */
export async function resetPassword(
  deps: AdministrationDeps,
  input: SubjectInput,
): Promise<{ readonly invitation: IssuedInvitation }> {
  const account = await otherAccount(deps, input, rulesFirst)
  return onceUnder(deps, input, {
    async make(remember) {
      const password = typedFirstFactor(deps.factors)
      const rows = await deps.authenticators.ofAccount(account.id)
      const gone = rows.filter(({ factor }) => factor === password?.id)
      if (gone.length === 0 || isAsked(account.directory)) throw noPassword()
      return beginAnew(deps, input, account, {
        act: 'reset-password',
        event: 'account.password-reset',
        gone,
        statements: [
          deps.accounts.raiseEpoch(account.id),
          ...gone.map((row) => deps.authenticators.remove(row)),
        ],
        remember,
      })
    },
  })
}

async function reset(
  deps: AdministrationDeps,
  input: SubjectInput,
  account: Account,
  remember: Remember,
): Promise<{ readonly invitation: IssuedInvitation }> {
  const rows = await deps.authenticators.ofAccount(account.id)
  const password = typedFirstFactor(deps.factors)
  const kept = password ? [password.id] : []
  requireHandOnFirst(deps, input.actor, account, { rows, stays: ({ factor }) => kept.includes(factor) })
  const marks = [...new Set([...account.marks, 'reset' as const])]
  const wayIn = await requireWayInWith(deps, account, { ...account, marks })
  return beginAnew(deps, input, account, {
    act: 'reset-authenticators',
    event: 'account.reset',
    gone: rows.filter(({ factor }) => !kept.includes(factor)),
    statements: [
      ...wayIn.statements,
      deps.accounts.setMarks(account, marks),
      deps.accounts.raiseEpoch(account.id),
      deps.authenticators.removeAllBut(account.id, kept),
    ],
    locks: wayIn.locks,
    remember,
  })
}

interface NewBeginning {
  readonly act: 'reset-authenticators' | 'reset-password'
  readonly event: 'account.reset' | 'account.password-reset'
  /** What is taken off. */
  readonly gone: readonly Authenticator[]
  readonly statements: readonly Statement[]
  readonly locks?: readonly string[]
  readonly remember: Remember
}

/** Something is taken off an account, everything that stood on it is over, and an invitation leads to what comes instead. */
async function beginAnew(
  deps: AdministrationDeps,
  input: SubjectInput,
  account: Account,
  { act, event, gone, statements, locks = [], remember }: NewBeginning,
): Promise<{ readonly invitation: IssuedInvitation }> {
  const agreed = await approvedFor(deps, input, account, act)
  const invitation = invite(deps, account, input.actor)
  const over = [
    ...agreed,
    ...statements,
    deps.throttle.forgetDevices(account.id),
    deps.remembered.forgetAll(account.id),
    ...invitation.statements,
  ]
  await actUpon(deps, input, account, event, over, {
    notice: event,
    locks,
    remembered: remember({ id: invitation.id, secretShown: true }),
    besides: gone
      .filter(({ status }) => status !== 'pending')
      .map(({ id, factor }) => ({
        ...eventOf(deps, input.actor, account, 'authenticator.removed', undefined, { factor, by: 'reset' }),
        authenticatorId: id,
      })),
  })
  return { invitation: invitation.issued }
}

/** What an account has, and what of it is still there when an invitation is opened. */
interface Leaving {
  readonly rows: readonly Authenticator[]
  readonly stays?: (row: Authenticator) => boolean
}

/**
 * Where somebody has been and no first factor is left, an invitation sets one up: an administrator's matter, for whoever
 * helps could take off or hand out the second one as well, and walk in as them (R11).
 */
function requireHandOnFirst(
  deps: AdministrationDeps,
  actor: Actor,
  { lastSignInAt }: Account,
  { rows, stays = () => true }: Leaving,
): void {
  const confirmed = rows.filter(({ status }) => status !== 'pending')
  const isFirst = ({ factor }: Authenticator) => deps.factors.find(factor)?.traits.first === true
  const isUsed = confirmed.length > 0 || lastSignInAt !== undefined
  if (isUsed && !confirmed.filter(stays).some(isFirst))
    requirePermission(actor, rulesFirst, deps.sessions.requireFresh)
}

/** A link by which an account's owner sets up what is missing. */
export async function inviteAccount(
  deps: AdministrationDeps,
  input: SubjectInput,
): Promise<{ readonly invitation: IssuedInvitation }> {
  const account = await subjectOf(deps, input, helps)
  return onceUnder(deps, input, {
    async make(remember) {
      requireHandOnFirst(deps, input.actor, account, {
        rows: await deps.authenticators.ofAccount(account.id),
      })
      const agreed = await approvedFor(deps, input, account, 'invite')
      const invitation = invite(deps, account, input.actor)
      const remembered = remember({ id: invitation.id, secretShown: true })
      const statements = [...agreed, ...invitation.statements]
      await actUpon(deps, input, account, 'account.invited', statements, { remembered })
      return { invitation: invitation.issued }
    },
  })
}

import { openAttempt, type Started } from '../authentication/index.ts'
import type { EnrolmentDeps } from './deps.ts'
import { invitationSpent } from './errors.ts'

/**
 * Opens the set-up that an invitation allows. The invitation itself is spent when that attempt completes, so that a
 * page that was closed too early can be opened again while it lives.
 */
export async function redeemInvitation(deps: EnrolmentDeps, token: string): Promise<Started> {
  const invitation = await deps.invitations.findLiving(token)
  const account = invitation && (await deps.accounts.find(invitation.accountId))
  if (!invitation || account?.status !== 'active') throw invitationSpent()
  const application = await deps.portal()
  return openAttempt(deps, {
    account,
    typedName: account.name,
    applicationId: application.id,
    purpose: 'set-up',
    invitationId: invitation.id,
  })
}

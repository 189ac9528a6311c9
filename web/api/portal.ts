import { get, post, rememberCsrf } from './client.ts'
import type { AttemptView, PortalView, SetUpBegun, SetUpDone } from './types.ts'

/** What this installation is and offers; also renews the token that changes need. */
export async function readPortal(signal?: AbortSignal): Promise<PortalView> {
  const portal = await get<PortalView>('/portal', signal)
  rememberCsrf(portal.csrf)
  return portal
}

/** Begins the set-up of the first administrator. */
export function beginSetUp(input: {
  token: string
  account: string
  password: string
  email?: string
}): Promise<SetUpBegun> {
  return post('/set-up/begin', input)
}

/** Ends the set-up with the first code of the new authenticator. */
export function confirmSetUp(input: { token: string; answer: unknown }): Promise<SetUpDone> {
  return post('/set-up/confirm', input)
}

/** Trades an invitation for an attempt in state `enrolling`. */
export function redeemInvitation(token: string): Promise<AttemptView> {
  return post('/invitations/redeem', { token })
}

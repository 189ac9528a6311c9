import { get, post, remove } from './client.ts'
import type { AttemptView, Page, RememberedBrowserView, SessionView } from './types.ts'

/** Who is signed in here; `session.required` when nobody is. */
export function readSession(signal?: AbortSignal): Promise<SessionView> {
  return get('/session', signal)
}

/** The page that ends the session and tells applications that only this browser can tell; undefined without any. */
export async function findSignOutPage(): Promise<string | undefined> {
  const { page } = await get<{ page?: string }>('/session/sign-out')
  return page
}

export function signOut(): Promise<void> {
  return remove('/session')
}

/** Where this account is signed in. */
export function listSessions(signal?: AbortSignal): Promise<Page<SessionView>> {
  return get('/sessions', signal)
}

export function endSession(id: string): Promise<void> {
  return remove(`/sessions/${id}`)
}

export function endOtherSessions(): Promise<{ ended: number }> {
  return remove('/sessions?others=true')
}

/** Browsers at which this account need not show a second factor for a while. */
export function listRememberedBrowsers(signal?: AbortSignal): Promise<Page<RememberedBrowserView>> {
  return get('/remembered-browsers', signal)
}

export function forgetBrowser(id: string): Promise<void> {
  return remove(`/remembered-browsers/${id}`)
}

/** Begins to prove what is missing, so that the session is fresh at the bar, or enough for an application. */
export function startStepUp(referral?: string): Promise<AttemptView> {
  return post('/session/step-up', referral === undefined ? {} : { referral })
}

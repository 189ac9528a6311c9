import { get, post, remove } from './client.ts'
import type { BegunEnrolment, ConfirmedEnrolment, RebindView, Shown } from './types.ts'

/** Ends the sign-in of this browser in which a way of recovery was used: from here on it may replace what was lost. */
export function recover(): Promise<RebindView> {
  return post('/attempts/current/recover', {})
}

/** What may be replaced here; `rebind.not-found` where nothing may. */
export function readRebind(signal?: AbortSignal): Promise<RebindView> {
  return get('/rebind', signal)
}

/** Says what is lost. It proves nothing from here on. */
export function nameLost(authenticatorId: string): Promise<RebindView> {
  return post('/rebind/lost', { authenticatorId })
}

/** Begins to set up what takes its place. */
export function beginReplacement(input: { factor: string; options?: unknown }): Promise<BegunEnrolment> {
  return post('/rebind/authenticators', input)
}

/** Which other device takes part in it; undefined until one does. */
export async function whoJoinedReplacement(id: string, signal?: AbortSignal): Promise<Shown | undefined> {
  return (await get<{ joined?: Shown }>(`/rebind/authenticators/${id}/joined`, signal)).joined
}

export function confirmReplacement(id: string, answer: unknown): Promise<ConfirmedEnrolment> {
  return post(`/rebind/authenticators/${id}/confirm`, { answer })
}

/** Gives the recovery up; what was named lost stays so. */
export function dropRebind(): Promise<void> {
  return remove('/rebind')
}

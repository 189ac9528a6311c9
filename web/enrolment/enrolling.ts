import { beginEnrolment, confirmEnrolment, whoJoined } from '../api/authenticators.ts'
import type { BegunEnrolment, ConfirmedEnrolment, Shown } from '../api/types.ts'

/** How something is set up: the requests that do it. */
export interface Enrolling {
  readonly begin: (input: { factor: string; options?: unknown }) => Promise<BegunEnrolment>
  readonly joined: (id: string, signal?: AbortSignal) => Promise<Shown | undefined>
  readonly confirm: (id: string, answer: unknown) => Promise<ConfirmedEnrolment>
}

/** In a sign-in that must enrol, or from one's own pages. */
export const byOwner: Enrolling = { begin: beginEnrolment, joined: whoJoined, confirm: confirmEnrolment }

import { beginEnrolment, confirmEnrolment } from '../api/authenticators.ts'
import type { BegunEnrolment, ConfirmedEnrolment } from '../api/types.ts'

/** How something is set up: the two requests that do it. */
export interface Enrolling {
  readonly begin: (input: { factor: string; options?: unknown }) => Promise<BegunEnrolment>
  readonly confirm: (id: string, answer: unknown) => Promise<ConfirmedEnrolment>
}

/** In a sign-in that must enrol, or from one's own pages. */
export const byOwner: Enrolling = { begin: beginEnrolment, confirm: confirmEnrolment }

import type { Application } from '../applications/index.ts'
import type { AuthenticationDeps } from '../authentication/index.ts'

/** Enrolment stands on what signing in stands on, and knows the portal. */
export interface EnrolmentDeps extends AuthenticationDeps {
  /** The application that our own screens are. */
  portal(): Promise<Application>
}

import type { ApiKeys } from '../applications/index.ts'
import type { EnrolmentDeps } from '../enrolment/index.ts'
import type { Imports } from '../imports/index.ts'

/** Administration stands on everything below it. */
export interface AdministrationDeps extends EnrolmentDeps {
  readonly apiKeys: ApiKeys
  readonly imports: Imports
  /** Where links point to; from configuration, never from a request. */
  readonly baseUrl: string
}

import type { CanonicalName } from '../directories/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { Application, ApplicationClass, ApplicationKind, ApplicationStatus } from './schema.ts'

export interface NewApplication {
  readonly name: { readonly key: CanonicalName; readonly shown: string }
  readonly kind?: Exclude<ApplicationKind, 'portal'>
  readonly class?: ApplicationClass
  /** Off unless an administrator says otherwise; the caller audits it (R7). */
  readonly vouches?: boolean
  readonly owner?: string | undefined
  /** Active unless told. */
  readonly status?: ApplicationStatus
}

/** The application as it will be once booked. */
export function createApplication(
  deps: { clock: Clock; random: Random },
  input: NewApplication,
): Application {
  return {
    id: newId<'application'>(deps),
    name: input.name.shown,
    key: input.name.key,
    kind: input.kind ?? 'client',
    class: input.class ?? 'other',
    vouches: input.vouches ?? false,
    status: input.status ?? 'active',
    owner: input.owner || undefined,
    logo: undefined,
    version: 1,
    createdAt: deps.clock.now(),
  }
}

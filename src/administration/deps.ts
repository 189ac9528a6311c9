import type { AccountLinks } from '../accounts/index.ts'
import type { ApiKeys, DoorKinds, DoorPort, Doors } from '../applications/index.ts'
import type { EnrolmentDeps } from '../enrolment/index.ts'
import type { Imports } from '../imports/index.ts'
import type { Inventory } from '../inventory/index.ts'
import type { Keyring } from '../kernel/keyring.ts'
import type { SigningKey } from '../kernel/signing-key.ts'
import type { Policies } from '../policy/index.ts'
import type { Streams } from '../streams/index.ts'
import type { Subscriptions } from '../subscriptions/index.ts'
import type { Webhooks } from '../webhooks/index.ts'
import type { Surface } from './coverage/surface.ts'
import type { Denials } from './denials.ts'
import type { HeavyReads } from './heavy-reads.ts'

/** Administration stands on everything below it. */
export interface AdministrationDeps extends EnrolmentDeps {
  /** Who accounts are elsewhere. */
  readonly accountLinks: AccountLinks
  readonly apiKeys: ApiKeys
  readonly doors: Doors
  /** How applications may be connected here. */
  readonly doorKinds: () => Promise<DoorKinds>
  /** Where doors listen that speak no HTTP, by their ids; from the configuration. */
  readonly doorPorts: Readonly<Record<string, DoorPort>>
  readonly imports: Imports
  readonly inventory: Inventory
  /** The keys that may open what is sealed here; a rotation changes them while we run. */
  readonly keys: Keyring
  /** What is in force, what was, and what could be. */
  readonly policies: Policies
  /** What leads in from outside, for the coverage proof. */
  readonly surface: () => Promise<Surface>
  /** Signs what auditors keep; apart from all that seals and names things here (R20). */
  readonly reportKey: SigningKey
  /** Who is told what happens, and how far. */
  readonly subscriptions: Subscriptions
  readonly webhooks: Webhooks
  readonly streams: Streams
  readonly denials: Denials
  /** Bounds how much is looked through at a time. */
  readonly heavyReads: HeavyReads
  /** Where links point to; from configuration, never from a request. */
  readonly baseUrl: string
}

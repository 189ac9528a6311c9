import type { z } from 'zod'
import type { Id } from '../kernel/ids.ts'

/** How applications may be connected: what one of them sets for one door, and the secret that it shares with us. */
export interface DoorKind<Settings = unknown> {
  /** The door: `oidc`, `radius`. */
  readonly id: string
  /** What people call it. */
  readonly name: string
  /** What an administrator sets; each field describes itself. */
  readonly settings: z.ZodType<Settings>
  /**
   * hashed: we only ever compare it · sealed: the protocol reckons with the secret itself · none: there is none.
   */
  readonly secret: 'hashed' | 'sealed' | 'none'
  /** Whether there is one with these settings; always, unless told. */
  sharesSecret?(settings: Settings): boolean
  /** What to enter on the other side. */
  shows?(context: {
    readonly baseUrl: string
    readonly applicationId: Id<'application'>
    readonly settings: Settings
  }): readonly Shown[]
}

export interface Shown {
  readonly label: string
  readonly value: string
}

/** The kinds that this installation has, by their doors. */
export type DoorKinds = readonly DoorKind[]

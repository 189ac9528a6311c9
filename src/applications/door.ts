import type { z } from 'zod'
import type { Id } from '../kernel/ids.ts'
import type { ApiScope, ApplicationClass } from './schema.ts'

/** How applications may be connected: what one of them sets for one door, and the secret that it shares with us. */
export interface DoorKind<Settings = unknown> {
  /** The door: `oidc`, `radius`. */
  readonly id: string
  /** What people call it. */
  readonly name: string
  /** What an administrator sets; each field describes itself. */
  readonly settings: z.ZodType<Settings>
  /** Settings that may hold a secret of the other side: of their change the trail says no more than that. */
  readonly untold?: readonly string[]
  /**
   * hashed: we only ever compare it · sealed: the protocol reckons with the secret itself · none: there is none.
   */
  readonly secret: 'hashed' | 'sealed' | 'none'
  /** Whoever comes by it has proved the first factor elsewhere, for which the application has to vouch (R7), and is always asked for a second one. */
  readonly vouched?: true
  /** What an API key of such an application has to be allowed; none where it needs no key. */
  readonly keyScopes?: readonly ApiScope[]
  /** Whether there is one with these settings; always, unless told. */
  sharesSecret?(settings: Settings): boolean
  /** Whether a code without a password may be asked about with these settings (R7); never, unless told. */
  asksCodeAlone?(settings: Settings): boolean
  /** Paths that anybody reaches with these settings, signed in or not; none, unless told. `/`: all that is not said otherwise. */
  opens?(settings: Settings): readonly string[]
  /** What an application that registers itself may set at most; none where none can. Each field describes itself. */
  readonly registrationLimits?: z.ZodType
  /** Products that are known to come by it, with what each needs. */
  readonly templates?: readonly ApplicationTemplate<Settings>[]
  /** What to enter on the other side. */
  shows?(context: Connected<Settings>): readonly Shown[]
  /** Asks as the other side would, looks at what comes of it, and says what is wrong. */
  tryOut?(trial: Trial<Settings>): Promise<readonly Finding[]>
  /** The page by which a browser signs out: it alone can tell the applications of this door. */
  readonly signsOutAt?: string
  /** What its refusals mean, by their reason in the audit trail. */
  readonly refusals?: Readonly<Record<string, Explained>>
}

/** An application as it is connected by one door. */
export interface Connected<Settings = unknown> {
  readonly baseUrl: string
  readonly applicationId: Id<'application'>
  readonly settings: Settings
  /** Where this door listens, if it has a port of its own. */
  readonly port: DoorPort | undefined
}

/** A connection that is tried out. */
export interface Trial<Settings = unknown> extends Connected<Settings> {
  /** Epoch milliseconds. */
  readonly now: number
  /** Those that work now and are kept sealed, newest first. */
  readonly secrets: readonly string[]
  /** The secret as the other side has it, where whoever tries gave it. */
  readonly given: string | undefined
}

export interface DoorPort {
  readonly host: string
  readonly port: number
  /** By TLS from the first byte. */
  readonly secure?: boolean
  /** Where it listens for the same by TLS besides. */
  readonly byTls?: Pick<DoorPort, 'host' | 'port'> | undefined
}

/** What one look at a connection has shown, in words. */
export interface Finding extends Explained {
  /** What was looked at: `discovery`, `redirect-uri`. */
  readonly check: string
  readonly outcome: 'good' | 'bad' | 'unknown'
}

export interface Explained {
  readonly says: string
  /** What to do about it. */
  readonly remedy?: string
}

/** A product that people run: what to set here for it, and what to do there. */
export interface ApplicationTemplate<Settings = unknown> {
  /** As it is typed: `grafana`. */
  readonly id: string
  readonly name: string
  /** What it is, in a few words, for whoever does not know its name. */
  readonly about?: string
  /** What it usually guards. */
  readonly class?: ApplicationClass
  /** It proves the first factor itself, and is of no use unless that counts here. */
  readonly vouches?: true
  /** Settings that only its administrator can know: these are asked for. */
  readonly asks?: readonly string[]
  /** What is set here, where people open it at `url`: an address without a slash at its end. */
  settings(url: string): object
  /** What to do on the other side, in order. */
  readonly steps: readonly TemplateStep<Settings>[]
}

/** What to do, and what to paste there. */
export type TemplateStep<Settings = unknown> =
  | string
  | {
      readonly text: string
      /** With the values of this one application; the secret is left open where it is not being shown. */
      paste(here: Connected<Settings> & { readonly secret: string }): string
    }

export interface Shown {
  readonly label: string
  readonly value: string
}

/** The kinds that this installation has, by their doors. */
export type DoorKinds = readonly DoorKind[]

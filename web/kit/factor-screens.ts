import type { ComponentType, ReactElement } from 'react'
import type { Problem } from '../api/problem.ts'
import type {
  AttemptOption,
  AuthenticatorView,
  FactorInfo,
  OperationAnswer,
  QuestionStanding,
  Shown,
} from '../api/types.ts'
import type { Words } from './words.ts'

/** Lets a factor that speaks first do so: a nonce to sign, a code that is sent. */
export interface Asking {
  /** What it said; undefined until it was asked. */
  readonly show: Shown | undefined
  readonly expiresAt: number | undefined
  readonly asking: boolean
  /** Why it could not speak. */
  readonly problem: Problem | undefined
  /**
   * Asks, or asks anew: the newest question takes the place of the older. Undefined where it could not speak. `options`:
   * what the person chooses, where the factor asks.
   */
  readonly ask: (
    authenticatorId?: string,
    options?: Readonly<Record<string, unknown>>,
  ) => Promise<Shown | undefined>
  /** What has become of the question where another device answers it. Throws a Problem. */
  readonly standing: (signal?: AbortSignal) => Promise<QuestionStanding>
}

/** Another server's page, for factors that send a browser there. */
export interface Leaving {
  /** Goes there. What it answers comes back to this very screen. */
  readonly onLeave: (address: string) => void
  /** What the browser has just come back with: the search of the address; for `onProve` or `onAnswer`. */
  readonly brought: string | undefined
}

/** What the screen gets on which a factor is proved. */
export interface ProveProps extends Leaving {
  readonly info: FactorInfo
  /** The authenticators of this factor that may answer. */
  readonly options: readonly AttemptOption[]
  readonly accountName: string
  readonly pending: boolean
  /** The last refusal; a new object for each one. */
  readonly problem: Problem | undefined
  /** False while one must wait after too many wrong answers. */
  readonly ready: boolean
  readonly onProve: (proof: Readonly<Record<string, unknown>>) => void
  /** Of use where the factor speaks first. */
  readonly question: Asking
}

/** What the part of the sign-in page gets by which a factor opens a sign-in without a name. */
export interface OpenProps extends Pick<Leaving, 'onLeave'> {
  readonly info: FactorInfo
  readonly pending: boolean
  readonly problem: Problem | undefined
  readonly onProve: (proof: Readonly<Record<string, unknown>>) => void
  /** Begins a sign-in of nobody yet, and asks. */
  readonly question: Asking
}

/** What the screen gets that asks what a factor must know before it can be set up: a number, a serial. */
export interface EnrolOptionsProps {
  readonly info: FactorInfo
  readonly accountName: string
  readonly pending: boolean
  readonly problem: Problem | undefined
  readonly onOptions: (options: Readonly<Record<string, unknown>>) => void
}

/** What the screen gets on which a factor is set up. */
export interface EnrolProps extends Partial<Leaving> {
  readonly info: FactorInfo
  /** What the factor shows this once. */
  readonly show: Shown
  readonly accountName: string
  readonly pending: boolean
  readonly problem: Problem | undefined
  readonly onAnswer: (answer: Readonly<Record<string, unknown>>) => void
  /** Offers anew, with the same choices: another code, another picture. Undefined where that is not to be had. */
  readonly onAgain?: () => void
  /** Which other device has joined, where one does; undefined until then, and where none can yet. */
  readonly joined?: (signal?: AbortSignal) => Promise<Shown | undefined>
}

/** What the screen gets on which something is replaced inside a sign-in, before it is complete. */
export interface RenewProps {
  readonly info: FactorInfo
  readonly accountName: string
  readonly pending: boolean
  readonly problem: Problem | undefined
  readonly onRenew: (input: Readonly<Record<string, unknown>>) => void
}

/** What the panel gets in which an enrolled authenticator is looked after. */
export interface ManageProps {
  readonly info: FactorInfo
  readonly authenticator: AuthenticatorView
  /** Runs an operation of the factor; undefined when the person turned back at the step-up. Throws a Problem. */
  readonly onOperate: (operation: string, input: unknown) => Promise<OperationAnswer | undefined>
}

/** What the part of a dialog gets in which an administrator says how something that is handed out shall be. */
export interface HandOutProps {
  readonly options: Readonly<Record<string, unknown>>
  readonly onOptions: (options: Readonly<Record<string, unknown>>) => void
}

/** What the part of a dialog gets in which an administrator says whom another house knows by what. */
export interface TieProps extends HandOutProps {
  readonly info: FactorInfo
}

/** What the part of a dialog gets in which whoever helps says what the operation needs. */
export interface HelpProps {
  readonly operation: string
  /** What is to be sent; undefined while something is missing. */
  readonly onInput: (input: unknown) => void
}

/** Something shown once, with a way on. */
export interface RevealProps {
  readonly show: Shown
  readonly accountName: string
  readonly onDone: () => void
}

/** The screens of one factor; they live in its folder, and `web/factors.ts` lists them. */
export interface FactorScreens {
  readonly id: string
  /** Its words; the namespace is the id. Every factor has `name`, `prove.title`, `prove.lead`; `enrol.…` and `reveal.…` where it has that screen. */
  readonly words: Words
  readonly Icon: ComponentType<{ size?: number }>
  /** How it is used, as a short story in pictures. */
  readonly Picture?: ComponentType
  /** Each drawing that the ways of its guide name, around the middle of a field of 160 by 120. */
  readonly drawings?: Readonly<Record<string, ReactElement>>
  readonly Prove: ComponentType<ProveProps>
  /** Stands on the page that asks for a name, where the factor opens a sign-in by itself. */
  readonly Open?: ComponentType<OpenProps>
  /** The token of `autocomplete` by which a browser offers it in the field for the name. */
  readonly autofill?: string
  readonly EnrolOptions?: ComponentType<EnrolOptionsProps>
  readonly Enrol?: ComponentType<EnrolProps>
  /** Where it may have to be replaced at the end of a sign-in; `renew.title` and `renew.lead` are its words. */
  readonly Renew?: ComponentType<RenewProps>
  readonly Manage?: ComponentType<ManageProps>
  readonly Reveal?: ComponentType<RevealProps>
  /** Where an administrator makes one for somebody else. */
  readonly HandOut?: ComponentType<HandOutProps>
  /** Where an administrator ties one to somebody else's account. */
  readonly Tie?: ComponentType<TieProps>
  /** What the help desk types for an operation that needs something; `helps.<operation>.label` and `.what` name each. */
  readonly Help?: ComponentType<HelpProps>
  /** Tells the person's device which ones are there and whose, each time that the whole list is known. */
  readonly keepInStep?: (own: readonly AuthenticatorView[], accountName: string) => void
  /** Tells the person's device that one was removed. */
  readonly forget?: (removed: AuthenticatorView) => void
}

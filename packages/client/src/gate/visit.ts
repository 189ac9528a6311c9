import type { Admission } from '../types.ts'

/** What the gate keeps of one browser. It lets nobody in by itself: the server is asked each time. */
export interface Kept {
  readonly admission?: string | undefined
  /** Whose it is, in the words of the application; undefined where it has no sign-in of its own. */
  readonly account?: string | undefined
  /** What shows that a browser that comes back is the one that was sent. */
  readonly browser?: string | undefined
}

/** Where that is kept: in the application's own session, or in a signed cookie. */
export interface Keeper {
  get(): Kept | undefined | Promise<Kept | undefined>
  set(kept: Kept | undefined): void | Promise<void>
}

/** A request, as the gate sees it. */
export interface Visit {
  readonly method: string
  /** Path and query, as the browser asked. */
  readonly target: string
  /** A header of the request, by its name in small letters. */
  readonly header: (name: string) => string | undefined
  /** Whence the person comes, where the application knows. */
  readonly source: string | undefined
  /** Who is signed in to the application by its own sign-in. */
  readonly account: () => string | undefined | Promise<string | undefined>
  readonly keeper: Keeper
}

/** What becomes of it. Only `passed` goes on to the application. */
export type Outcome =
  | {
      readonly state: 'passed'
      /** Undefined where nobody is signed in to the application at all. */
      readonly admission: Admission | undefined
    }
  | {
      readonly state: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }

/** Whom messages come from, as configured; never taken from a request (C-09). */
export interface Sender {
  /** The name of this installation: `Example Ltd sign-in`. */
  readonly name: string
  readonly baseUrl: string
}

/** What a template yields: paragraphs and at most one link, from which both forms are made. */
export interface Letter {
  readonly subject: string
  readonly paragraphs: readonly string[]
  readonly link?: { readonly label: string; readonly url: string }
  /** What to do if it was not you; every message says it. */
  readonly ifNotYou: string
  /** The whole of it where there is room for a line or two: in a text message. The subject unless told. */
  readonly short?: string
}

/** Words for one kind of message. */
export type Template<Values> = (values: Values, sender: Sender) => Letter

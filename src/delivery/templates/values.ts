/** Where and when something happened, as far as we know it. */
export interface Occasion {
  /** Epoch milliseconds. */
  readonly at: number
  /** The account as its owner wrote it. */
  readonly account: string
  /** Browser and system in our own words, or the application that asked; not a raw user agent. */
  readonly device?: string
  /** Network address, or a place if one is known. */
  readonly source?: string
}

export interface LinkedOccasion extends Occasion {
  /** Complete, from the configured base URL; its token in the fragment only (R11). */
  readonly link: string
}

export interface LinkChange extends Occasion {
  /** Whose word is taken for who they are, as an address. */
  readonly issuer: string
}

export interface FactorChange extends Occasion {
  /** What kind, in the words of the factor: `authenticator app`. */
  readonly factor: string
  /** As its owner named it. */
  readonly label: string
}

export interface FactorReported extends Occasion {
  /** What kind, in the words of the factor: `phone`. */
  readonly factor: string
}

export interface FactorInCare extends FactorChange {
  /** What whoever helps did to it. */
  readonly change: 'suspended' | 'resumed' | 'changed'
}

export interface FactorEnding extends FactorChange {
  /** When it ends. */
  readonly until: number
}

export interface RecoveryUse extends Occasion {
  /** What kind, in the words of the factor: `recovery codes`. */
  readonly way: string
}

export interface FactorReplaced extends FactorChange {
  /** The one whose place it took, as its owner named it. */
  readonly lost: string
}

export interface ContactChange extends Occasion {
  readonly change: 'added' | 'confirmed' | 'removed'
  /** Masked: enough to know it again. */
  readonly contact: string
}

export interface ContactCode extends Occasion {
  readonly code: string
  readonly expiresAt: number
}

export interface Invitation {
  readonly account: string
  /** Complete, from the configured base URL; its token in the fragment only (R11). */
  readonly link: string
  readonly expiresAt: number
}

export interface MessagesClosed {
  readonly at: number
  /** Which: `text messages to numbers of the country DE`. */
  readonly what: string
  readonly because: string
  readonly until: number
}

export interface DirectoryHeld {
  readonly at: number
  /** As the configuration names it. */
  readonly directory: string
  /** Accounts that would have ended, out of how many. */
  readonly going: number
  readonly of: number
  /** What consents to it. */
  readonly word: string
}

export interface ExceptionUse {
  /** Of the newest use. */
  readonly at: number
  readonly account: string
  readonly until: number
  readonly uses: number
}

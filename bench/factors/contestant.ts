import type { Started, Usage } from '../verify/contestant.ts'
import type { Examined } from './installation.ts'
import type { Prepared } from './sign-ins.ts'

/** What a server's process is asked. */
export type FactorRequest =
  | {
      readonly type: 'start'
      /** A file, or a `postgres://` URL. */
      readonly database: string
      /** For what it needs besides. */
      readonly folder: string
      /** For each factor. */
      readonly people: number
    }
  | { readonly type: 'prepare'; readonly factor: Examined; readonly judge: Judge }
  | { readonly type: 'usage' }

/** Who judges a proof: the engine, the bare cryptography, or the library that others would take. */
export type Judge = 'engine' | 'bare' | 'library'

export type FactorAnswer = Started | readonly Prepared[] | Usage

import type { Shown } from '../../../../web/api/types.ts'

/** What the server shows when a token is set up. */
export interface TokenShow {
  readonly question: string
  readonly pin: { readonly required: boolean; readonly minLength: number }
}

/** Reads the show of an enrolment as one of this factor. */
export function tokenShow(show: Shown): TokenShow {
  return show as unknown as TokenShow
}

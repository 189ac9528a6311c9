import type { Shown } from '../../../../web/api/types.ts'

/** What the server shows once when an authenticator app is set up. */
export interface TotpShow {
  readonly uri: string
  /** Base32, grouped in fours. */
  readonly secret: string
  readonly issuer: string
  readonly account: string
  readonly algorithm: string
  readonly digits: number
  readonly period: number
  /** The picture of the URI; absent where the server draws none. */
  readonly qr?: { readonly svg: string }
}

/** Reads the show of an enrolment as one of this factor. */
export function totpShow(show: Shown): TotpShow {
  return show as unknown as TotpShow
}

import type { Algorithm } from './algorithm.ts'
import type { Secret } from './secret.ts'

interface CommonKey {
  /** Who asks for the code: the name that an app groups its entries under. */
  readonly issuer?: string | undefined
  /** Whose code it is. */
  readonly account: string
  readonly secret: Uint8Array
  readonly algorithm: Algorithm
  readonly digits: number
}

/** A time-based key as an app holds it; `period` in seconds. */
export interface TotpKey extends CommonKey {
  readonly type: 'totp'
  readonly period: number
}

/** A counter-based key as an app holds it; `counter` is the next one to use. */
export interface HotpKey extends CommonKey {
  readonly type: 'hotp'
  readonly counter: bigint
}

/** Everything an authenticator app knows of one entry. */
export type Key = TotpKey | HotpKey

/** A key as a caller writes it down: the secret may be Base32; SHA1, 6 digits and 30 seconds need not be said. */
export type KeyInput = Relaxed<TotpKey> | Relaxed<HotpKey>

type Defaulted = 'algorithm' | 'digits' | 'period'

type Relaxed<K extends Key> = Omit<K, Defaulted | 'secret'> &
  Partial<Pick<K, Extract<keyof K, Defaulted>>> & { readonly secret: Secret }

import type { Factor } from '../factors/factor.ts'
import type { Authenticator } from './schema.ts'

/** From when on an authenticator is of no use. */
export interface End {
  /** Epoch milliseconds. */
  readonly at: number
  /** The id of its factor's message that says why; missing where its row says so: nothing counts after that. */
  readonly because?: string
}

/** By its expiry, or by what its factor foresees of it, whichever comes first; undefined where nobody knows of any. */
export function endOf(
  factor: Factor | undefined,
  { expiresAt }: Pick<Authenticator, 'expiresAt'>,
  data: unknown,
): End | undefined {
  const foreseen = data === undefined ? undefined : factor?.foreseenEnd?.(data)
  if (expiresAt === undefined || (foreseen && foreseen.at < expiresAt)) return foreseen
  return { at: expiresAt }
}

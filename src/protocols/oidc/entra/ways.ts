import type { Account } from '../../../accounts/index.ts'
import type { Id } from '../../../kernel/ids.ts'
import type { Random } from '../../../kernel/random.ts'
import { newToken } from '../../../kernel/tokens.ts'
import type { Records } from '../records.ts'
import { type Hint, hintLifetime } from './hint.ts'
import type { EntraRequest } from './request.ts'

/** A sign-in at Microsoft that waits for its second factor. */
export interface Way extends Pick<EntraRequest, 'nonce' | 'state' | 'contextClass' | 'methods'> {
  readonly clientId: Id<'application'>
  readonly accountId: Id<'account'>
  readonly hint: Omit<Hint, 'id'>
  /** The one attempt that may satisfy it. */
  readonly attemptId: Id<'attempt'>
  readonly referral: string
  /** Epoch milliseconds; what was set up since was set up on the way. */
  readonly begunAt: number
}

const kind = 'EntraWay'

/** Seconds for which Microsoft waits. */
const lifetime = hintLifetime / 1000

export function newWay(random: Random): string {
  return newToken('spe', random)
}

/** False where the hint began an attempt before, however it was spelled (R18). */
export function spendHint(records: Records, { id }: Pick<Hint, 'id'>): Promise<boolean> {
  return records.write('ReplayDetection', `entra hint ${id}`, {}, 2 * lifetime)
}

export function keepWay(records: Records, token: string, way: Way): Promise<boolean> {
  return records.write(kind, token, { way }, lifetime)
}

/** One that has not been answered. */
export async function findWay(records: Records, token: string): Promise<Way | undefined> {
  const found = await records.find(kind, token)
  return found?.consumed ? undefined : (found?.way as Way | undefined)
}

/** It is answered once: false where it was. */
export function settleWay(records: Records, token: string): Promise<boolean> {
  return records.consume(kind, token)
}

/** How an account is called where it has to be this one. */
export function wishesFor({ key }: Pick<Account, 'key'>) {
  return { assurance: 2, anew: true, account: key } as const
}

import type { Account } from '../accounts/index.ts'
import type { Occasion } from '../delivery/index.ts'
import type { Whence } from '../factors/factor.ts'
import type { Statement } from '../storage/index.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { whence } from './judge.ts'
import type { Attempt } from './schema.ts'

type TellDeps = Pick<AuthenticationDeps, 'notices'>

/** Something that happened to an account, and whence. */
export interface Happening {
  readonly account: Account
  readonly surroundings: Surroundings
  /** Whence it was begun, where that was not by who tells of it. */
  readonly begunFrom?: Whence
  readonly at: number
}

/** What a completion tells its owner: a device that was never seen (ASVS 6.3.5). */
export async function toldOfCompletion(
  deps: TellDeps,
  happening: Happening & { readonly attempt: Pick<Attempt, 'purpose'>; readonly recognised: boolean },
): Promise<readonly Statement[]> {
  const { account, attempt } = happening
  const known = happening.recognised || account.lastSignInAt === undefined
  if (attempt.purpose !== 'sign-in' || known) return []
  return deps.notices.tell(account, { template: 'sign-in.new-device', values: occasionOf(happening) })
}

/** A way of recovery was used: every contact hears of it, whatever comes of it (N-38). */
export function toldOfRecovery(
  deps: TellDeps,
  happening: Happening,
  way: string,
): Promise<readonly Statement[]> {
  const values = { ...occasionOf(happening), way }
  return deps.notices.tell(happening.account, { template: 'recovery.used', values })
}

/** Somebody knows the password and failed at the second factor: its owner hears of it, once an hour (C-03). */
export async function toldOfRefusal(deps: TellDeps, happening: Happening): Promise<readonly Statement[]> {
  const message = { template: 'sign-in.second-step-failed', values: occasionOf(happening) } as const
  return deps.notices.tell(happening.account, message, { hourlyAt: happening.at })
}

/** Where and when, as messages tell it. */
export function occasionOf({ account, surroundings, begunFrom, at }: Happening): Occasion {
  return { at, account: account.name, ...(begunFrom ?? whence(surroundings)) }
}

import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { attemptNotFound, busy } from './errors.ts'
import { type Progress, progressOf } from './options.ts'
import { forgetCopied } from './remember.ts'
import { situationOf } from './situation.ts'
import { livingAttempt } from './start.ts'

/** Where the attempt behind a secret stands. Throws `attempt.not-found` where `named` is the id of another one. */
export async function currentProgress(
  deps: AuthenticationDeps,
  secret: string | undefined,
  seen: { readonly named?: string; readonly surroundings?: Surroundings } = {},
): Promise<Progress> {
  const { named = 'current', surroundings } = seen
  const attempt = await livingAttempt(deps, secret)
  if (named !== 'current' && named !== attempt.id) throw attemptNotFound()
  const situation = await situationOf(deps, attempt, surroundings)
  if (surroundings) await forgetCopied(deps, situation, surroundings)
  return progressOf(deps, situation)
}

/** Gives an attempt up; its secret is worth nothing from here on. */
export async function cancelAttempt(deps: AuthenticationDeps, secret: string | undefined): Promise<void> {
  const attempt = await livingAttempt(deps, secret)
  const outcome = await deps.storage.book({
    statements: [deps.attempts.cancel(attempt.id)],
    locks: [attempt.ownerKey, attempt.id],
  })
  if (outcome === 'refused') throw busy()
}

import type { Id } from '../kernel/ids.ts'
import type { Satisfied } from '../policy/index.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { firstFactorProved, type Situation } from './situation.ts'
import { occasionOf } from './told.ts'

/** A sign-in as it ends. */
interface SignIn {
  readonly situation: Situation
  readonly satisfied: Satisfied
  readonly options: { readonly rememberBrowser?: boolean | undefined }
  readonly surroundings: Surroundings
}

interface Remembering {
  readonly statements: readonly Statement[]
  readonly events: readonly AuditEntry[]
  /** Shown once. */
  readonly token?: string
}

const nothing: Remembering = { statements: [], events: [] }

/**
 * What a sign-in makes of its browser. One that stood in for a second factor gets another secret; one at which two
 * kinds were shown is remembered where its owner asks for it, in the place of what it was remembered for before.
 */
export function rememberedAfter(
  deps: Pick<AuthenticationDeps, 'remembered' | 'storage'>,
  { situation, satisfied, options, surroundings }: SignIn,
): Remembering {
  const { remembers, recognition, attempt } = situation
  if (satisfied.remembered && surroundings.remembered !== undefined) {
    const { token, statement } = deps.remembered.rotate(satisfied.remembered, surroundings.remembered)
    return { statements: [statement], events: [], token }
  }
  if (!options.rememberBrowser || remembers === undefined || satisfied.assurance < 2) return nothing
  const { accountId } = satisfied
  const whence = { source: surroundings.source, userAgent: surroundings.userAgent }
  const { id, token, statement } = deps.remembered.remember(satisfied, remembers, whence)
  const before = recognition?.state === 'recognised' ? [recognition.browser.id] : []
  return {
    statements: [statement, ...before.map((one) => deps.remembered.forget(one, accountId))],
    events: [
      {
        at: deps.storage.clock.now(),
        event: 'browser.remembered',
        outcome: 'done',
        actor: accountId,
        accountId,
        attemptId: attempt.id,
        ...(surroundings.source ? { source: surroundings.source } : {}),
        details: { browser: id, days: Math.ceil(remembers / 86_400_000) },
      },
    ],
    token,
  }
}

/**
 * Behind the first factor somebody shows a secret that was used up before: two hold what one was given. Nobody can say
 * which is the owner, so the browser is forgotten, what stands on it ends, and its owner hears of it.
 */
export async function copiedBrowser(
  deps: Pick<AuthenticationDeps, 'factors' | 'notices' | 'remembered' | 'sessions' | 'storage'>,
  { account, attempt, recognition }: Situation,
  surroundings: Surroundings,
): Promise<Omit<Remembering, 'token'>> {
  if (!account || recognition?.state !== 'copied' || !firstFactorProved(deps.factors, attempt)) return nothing
  const at = deps.storage.clock.now()
  const values = occasionOf({ account, surroundings, at })
  return {
    statements: [
      deps.remembered.forget(recognition.id, account.id),
      deps.sessions.endAt(account.id, recognition.id),
      ...(await deps.notices.tell(account, { template: 'browser.copied', values })),
    ],
    events: [copiedEvent(account.id, attempt.id, recognition.id, { at, source: surroundings.source })],
  }
}

/** The same where nothing is proved in this step: whoever only looks whether their copy still counts is found out, too. */
export async function forgetCopied(
  deps: Pick<AuthenticationDeps, 'factors' | 'notices' | 'remembered' | 'sessions' | 'storage'>,
  situation: Situation,
  surroundings: Surroundings,
): Promise<void> {
  const copied = await copiedBrowser(deps, situation, surroundings)
  // Refused where another step of the same has forgotten it.
  if (copied.statements.length > 0)
    await deps.storage.book({ ...copied, locks: [situation.attempt.ownerKey, situation.attempt.id] })
}

function copiedEvent(
  accountId: Id<'account'>,
  attemptId: Id<'attempt'>,
  browser: Id<'remembered-browser'>,
  { at, source }: { readonly at: number; readonly source: string | undefined },
): AuditEntry {
  return {
    at,
    event: 'browser.copied',
    outcome: 'refused',
    actor: 'unknown',
    accountId,
    attemptId,
    ...(source ? { source } : {}),
    details: { browser },
  }
}

import { portalId } from '../../applications/index.ts'
import {
  type Approved,
  type Completed,
  currentProgress,
  type Progress,
  type ShownNotice,
  type Started,
} from '../../authentication/index.ts'
import { replaceOwnSession } from '../../enrolment/index.ts'
import type { Session } from '../../sessions/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { clearCookie, readCookie, setCookie } from './cookies.ts'
import type { Call } from './route.ts'

type AnyCall = Pick<Call<unknown, unknown, unknown>, 'deps' | 'caller' | 'request' | 'reply'>

/** A session as its owner sees it. */
export async function showSession(deps: DoorDeps, session: Session, current: boolean) {
  const [account, application] = await Promise.all([
    deps.accounts.find(session.accountId),
    deps.applications.find(session.applicationId),
  ])
  return {
    id: session.id,
    account: { id: session.accountId, name: account?.name ?? '', role: account?.role ?? 'person' },
    application: { id: session.applicationId, name: application?.name ?? '' },
    assurance: session.assurance,
    factors: session.factors,
    ...(session.rememberedBrowserId ? { remembered: true as const } : {}),
    authenticatedAt: session.authenticatedAt,
    issuedAt: session.createdAt,
    lastSeenAt: session.lastSeenAt,
    expiresAt: session.expiresAt,
    current,
    ...(session.source ? { source: session.source } : {}),
    ...(session.userAgent ? { userAgent: session.userAgent } : {}),
  }
}

/** Hands the secret of a new attempt to whoever started it: a browser in a cookie, an application in the answer. */
function handAttempt(call: AnyCall, secret: string): { readonly secret?: string } {
  if (call.caller.application) return { secret }
  setCookie(call.reply, 'attempt', secret)
  return {}
}

/** A new attempt, to whoever started it. */
export async function showStarted(
  call: AnyCall & Pick<Call<unknown, unknown, unknown>, 'surroundings'>,
  { secret }: Started,
) {
  const progress = await currentProgress(call.deps, secret, call)
  return { body: { ...showProgress(progress), ...handAttempt(call, secret) } }
}

/** What an attempt looks like from outside. */
export function showProgress(progress: Progress, notices: readonly ShownNotice[] = []) {
  return { ...progress, notices }
}

/** Where an attempt stands after a step, and at its end what comes of it. */
export async function handResult(
  call: AnyCall,
  result: {
    readonly progress: Progress
    readonly completed?: Completed | undefined
    readonly approved?: Approved | undefined
    readonly notices?: readonly ShownNotice[]
  },
) {
  const { progress, completed, approved, notices = [] } = result
  if (completed) return handCompletion(call, progress, completed, notices)
  return approved ? ended(progress, approved, notices) : showProgress(progress, notices)
}

function ended(progress: Progress, { completion }: Approved, notices: readonly ShownNotice[]) {
  return { ...progress, state: 'completed' as const, options: [], notices, completionId: completion.id }
}

/** Hands over what a completion issued; the attempt's own secret is worth nothing from here on. */
async function handCompletion(
  call: AnyCall,
  progress: Progress,
  completed: Completed,
  notices: readonly ShownNotice[],
) {
  const session = await showSession(call.deps, completed.session, true)
  const view = { ...ended(progress, completed, notices), session }
  if (call.caller.application) return { ...view, token: completed.token }
  clearCookie(call.reply, 'attempt')
  if (completed.session.applicationId === portalId) await handSession(call, completed)
  else setCookies(call, 'application', completed)
  return view
}

/** The session of this browser from here on. The one that it replaces ends, whoever's it was (ASVS 7.2.4, A-046). */
export async function handSession(call: AnyCall, completed: Completed): Promise<void> {
  const before = await call.deps.sessions.findLiving(readCookie(call.request, 'session'))
  if (before) await replaceOwnSession(call.deps, before, completed.session)
  setCookies(call, 'session', completed)
}

function setCookies(call: AnyCall, name: 'session' | 'application', completed: Completed): void {
  setCookie(call.reply, name, completed.token)
  if (completed.rememberedToken) setCookie(call.reply, 'remembered', completed.rememberedToken)
  if (completed.deviceToken) setCookie(call.reply, 'device', completed.deviceToken)
}

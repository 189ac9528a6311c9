import { get, post, remove } from './client.ts'
import type { AttemptView, QuestionStanding, Shown } from './types.ts'

/** Begins a sign-in with nothing but a name. */
export function startAttempt(account: string, referral?: string): Promise<AttemptView> {
  return post('/attempts', referral === undefined ? { account } : { account, referral })
}

/** Begins a sign-in of nobody yet: the first proof will say whose it is. */
export function startNameless(referral?: string): Promise<AttemptView> {
  return post('/attempts', referral === undefined ? {} : { referral })
}

/** The half-finished sign-in of this browser, if there is one. */
export function readAttempt(signal?: AbortSignal): Promise<AttemptView> {
  return get('/attempts/current', signal)
}

/** Answers one factor; a satisfied attempt completes in the same request. */
export function prove(input: {
  factor: string
  authenticatorId?: string | undefined
  proof: unknown
  rememberBrowser?: boolean | undefined
}): Promise<AttemptView> {
  const target =
    input.authenticatorId === undefined
      ? { factor: input.factor }
      : { authenticatorId: input.authenticatorId }
  return post('/attempts/current/proofs', {
    proofs: [{ ...target, proof: input.proof }],
    complete: true,
    ...(input.rememberBrowser ? { rememberBrowser: true } : {}),
  })
}

/** Asks a factor that speaks first (a nonce, a code that is sent) to speak. */
export function challenge(
  factor: string,
  { authenticatorId, options }: { authenticatorId?: string | undefined; options?: unknown } = {},
): Promise<{ challengeId: string; show: Shown; expiresAt: number }> {
  return post('/attempts/current/challenges', {
    factor,
    ...(authenticatorId === undefined ? {} : { authenticatorId }),
    ...(options === undefined ? {} : { options }),
  })
}

/** What has become of a question that another device answers. */
export async function questionStanding(factor: string, signal?: AbortSignal): Promise<QuestionStanding> {
  const { state } = await get<{ state: QuestionStanding }>(`/attempts/current/challenges/${factor}`, signal)
  return state
}

/** Puts another in the place of what must not be used any longer. */
export function renew(input: Readonly<Record<string, unknown>>): Promise<AttemptView> {
  return post('/attempts/current/renewal', input)
}

/** Turns a satisfied attempt into a session. */
export function completeAttempt(): Promise<AttemptView> {
  return post('/attempts/current/complete', {})
}

/** Ends a sign-in with what has to be set up put off. */
export function putOff(): Promise<AttemptView> {
  return post('/attempts/current/complete', { putOff: true })
}

/** Gives the attempt up. */
export function dropAttempt(): Promise<void> {
  return remove('/attempts/current')
}

/** Has whoever forgot their password mailed a link to choose another. */
export function askForPasswordLink(): Promise<void> {
  return post('/attempts/current/password-link', {})
}

/** Opens such a link, once: a sign-in in which it stands in the place of the password. */
export function openPasswordLink(token: string): Promise<AttemptView> {
  return post('/password-links', { token })
}

/** Has the owner mailed a link by which this browser may try apart from strangers. */
export function askForLane(): Promise<void> {
  return post('/attempts/current/lane-link', {})
}

/** Opens such a link, once. */
export function redeemLane(token: string): Promise<void> {
  return post('/lanes', { token })
}

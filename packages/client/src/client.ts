import { type Call, type CallOptions, callOf, type Request } from './call.ts'
import { isCode, misused, unexpected } from './errors.ts'
import type {
  Admission,
  Asking,
  AttemptView,
  Challenge,
  ChallengeInput,
  ChallengeState,
  CompleteInput,
  EnrolInput,
  Enrolled,
  Enrolment,
  ProveInput,
  Redeemed,
  RedeemInput,
  Referral,
  ReferralInput,
  Session,
  SessionWish,
  StartInput,
  Verdict,
  VerifyInput,
} from './types.ts'

export type ClientOptions = CallOptions
export type Client = ReturnType<typeof createClient>

/**
 * A Sallyport server, as an application calls it with its API key. Whatever is no clear success is thrown as a
 * `SallyportError`, in bounded time: what is not caught lets nobody in.
 */
export function createClient(options: ClientOptions) {
  requireServer(options)
  const call = callOf(options)
  return {
    /** A whole sign-in in one call. Look at `accepted`, and at `assurance`: 2 is two kinds of factors. */
    verify: (input: VerifyInput): Promise<Verdict> =>
      once(call, 'POST', '/verify', { body: input }, isVerdict),
    attempts: attemptsOf(call),
    sessions: sessionsOf(call),
    referrals: referralsOf(call),
    admissions: admissionsOf(call),
  }
}

/** An API key in a browser is everybody's: what pages may do there is in `@sallyport/client/browser`. */
function requireServer({ url, key }: ClientOptions): void {
  if ('document' in globalThis) throw misused('An API key does not belong into a browser.')
  if (!/^https?:\/\//.test(url ?? '') || !URL.canParse(url))
    throw misused('`url` must be the address of the server.')
  if (!/^spk_[\w-]+$/.test(key ?? '')) throw misused('`key` must be an API key: spk_…')
}

/** A sign-in, or the approval of a transaction, step by step and on screens of one's own. */
function attemptsOf(call: Call) {
  const of = (secret: string) => ({ attempt: secret })
  return {
    /** The answer holds the `secret` for all that follows; it is no session. */
    start: (input: StartInput = {}): Promise<AttemptView> =>
      once(call, 'POST', '/attempts', { body: input }, isAttempt),
    read: (secret: string): Promise<AttemptView> => again(call, '/attempts/current', of(secret), isAttempt),
    challenge: (secret: string, input: ChallengeInput): Promise<Challenge> =>
      once(call, 'POST', '/attempts/current/challenges', { ...of(secret), body: input }, has('challengeId')),
    async challengeState(secret: string, factor: string): Promise<ChallengeState> {
      const path = `/attempts/current/challenges/${encodeURIComponent(factor)}`
      return (await again<{ state: ChallengeState }>(call, path, of(secret), has('state'))).state
    },
    /** Never tried again by itself: a code is accepted once. */
    prove: (secret: string, input: ProveInput): Promise<AttemptView> =>
      once(call, 'POST', '/attempts/current/proofs', { ...of(secret), body: input }, isAttempt),
    complete: (secret: string, input: CompleteInput = {}): Promise<AttemptView> =>
      once(call, 'POST', '/attempts/current/complete', { ...of(secret), body: input }, isAttempt),
    async cancel(secret: string): Promise<void> {
      await call({ method: 'DELETE', path: '/attempts/current', ...of(secret), repeatable: false })
    },
    /** While it is `enrolling`: what to show is in `show`. */
    enrol: (secret: string, input: EnrolInput): Promise<Enrolment> =>
      once(call, 'POST', '/authenticators', { ...of(secret), body: input }, has('id')),
    confirm: (secret: string, id: string, answer: unknown): Promise<Enrolled> => {
      const path = `/authenticators/${encodeURIComponent(id)}/confirm`
      return once(call, 'POST', path, { ...of(secret), body: { answer } }, has('authenticator'))
    },
  }
}

/** Sessions that sign-ins on screens of one's own have come to. */
function sessionsOf(call: Call) {
  return {
    /** Looked up anew each time. Throws `session.required`, and `step-up.required` where more is wanted. */
    require: (token: string, wish: SessionWish = {}): Promise<Session> =>
      again(call, '/sessions/introspect', { method: 'POST', body: { token, ...wish } }, has('account')),
    /** An attempt in which only what is missing is asked for. */
    stepUp: (token: string): Promise<AttemptView> =>
      once(call, 'POST', '/sessions/step-up', { body: { token } }, isAttempt),
  }
}

/** Browsers that are sent to the pages of the server. */
function referralsOf(call: Call) {
  return {
    /** Send the browser to `url`, and keep `browser` there: the code that it brings back is worth nothing without. */
    create: (input: ReferralInput): Promise<Referral> =>
      again(call, '/referrals', { method: 'POST', body: input }, has('url', 'browser')),
    /** Throws `hosted.way-over` for a code that is used, too old, or of another browser. */
    redeem: (input: RedeemInput): Promise<Redeemed> =>
      once(call, 'POST', '/referrals/redeem', { body: input }, (answer) => isAdmission(answer.admission)),
  }
}

/** Who was let in. */
function admissionsOf(call: Call) {
  const pathOf = (id: string) => `/admissions/${encodeURIComponent(id)}`
  return {
    /** Decided anew: ask at each use. Throws `admission.over`, and `step-up.required` where more is wanted. */
    require: (id: string, asking: Asking = {}): Promise<Admission> =>
      again(call, pathOf(id), { query: { ...asking } }, isAdmission),
    /** The same as a value: undefined where it is over. Throws where nothing could be decided. */
    async find(id: string, asking: Asking = {}): Promise<Admission | undefined> {
      try {
        return await this.require(id, asking)
      } catch (error) {
        if (isCode(error, 'admission.over') || isCode(error, 'step-up.required')) return undefined
        throw error
      }
    },
    async end(id: string): Promise<void> {
      await call({ method: 'DELETE', path: pathOf(id), repeatable: true })
    },
  }
}

type Shape = (answer: Readonly<Record<string, unknown>>) => boolean
type More = Pick<Request, 'body' | 'query' | 'attempt'> & { readonly method?: Request['method'] }

/** What judges, spends or makes something: never sent twice. */
function once<Given>(
  call: Call,
  method: Request['method'],
  path: string,
  more: More,
  shape: Shape,
): Promise<Given> {
  return shaped(call({ ...more, method, path, repeatable: false }), shape)
}

/** What only looks, or comes to the same when it is sent twice. */
function again<Given>(call: Call, path: string, more: More, shape: Shape): Promise<Given> {
  return shaped(call({ method: 'GET', ...more, path, repeatable: true }), shape)
}

/** A success that does not look like one is none (G6). */
async function shaped<Given>(answer: Promise<unknown>, shape: Shape): Promise<Given> {
  const given = await answer
  if (!isObject(given) || !shape(given)) throw unexpected(200)
  return given as Given
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function has(...names: readonly string[]): Shape {
  return (answer) => names.every((name) => answer[name] !== undefined)
}

const isAttempt = has('id', 'state', 'options')

function isVerdict({ accepted, assurance }: Readonly<Record<string, unknown>>): boolean {
  return accepted === false || (accepted === true && typeof assurance === 'number')
}

function isAdmission(value: unknown): boolean {
  if (!isObject(value) || !isObject(value.account)) return false
  const { id, assurance } = value
  return typeof id === 'string' && typeof assurance === 'number' && typeof value.account.name === 'string'
}

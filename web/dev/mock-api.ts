import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Connect, Plugin } from 'vite'
import type { AttemptView } from '../api/types.ts'
import * as data from './mock-data.ts'

/**
 * A pretended server for looking at the built pages: `vite preview --mode mock`. It serves them under the real content
 * security policy. Password `wrong` is refused, code `000000` too, `999999` throttles; `ben…` has no second factor yet.
 * The cookie `mock=down` takes the server away.
 */
export function mockApi(): Plugin {
  return {
    name: 'sallyport-mock-api',
    configurePreviewServer: (server) => {
      const dist = join(server.config.root, 'dist')
      server.middlewares.use(withPages(dist))
      server.middlewares.use(answerApi())
    },
  }
}

function withPages(dist: string): Connect.NextHandleFunction {
  return (request, response, next) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (request.method !== 'GET' || path.startsWith('/api/') || path.includes('.')) return next()
    void page(response, join(dist, path.startsWith('/console') ? 'console.html' : 'index.html'))
  }
}

async function page(response: ServerResponse, file: string): Promise<void> {
  const nonce = randomBytes(16).toString('base64')
  const html = (await readFile(file, 'utf8')).replaceAll('__CSP_NONCE__', nonce)
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.setHeader('content-security-policy', policy(nonce))
  response.end(html)
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')
}

interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly cookies?: readonly string[]
}

interface Call {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Record<string, unknown>
  readonly cookies: ReadonlyMap<string, string>
}

type Handler = (call: Call, state: State, ...captured: string[]) => Answer

interface State {
  attempt: AttemptView | undefined
  authenticators: ReturnType<typeof data.authenticators>
  fresh: boolean
  setUpName: string
}

function answerApi(): Connect.NextHandleFunction {
  const state: State = {
    attempt: undefined,
    authenticators: data.authenticators(Date.now()),
    fresh: false,
    setUpName: 'ana',
  }
  return (request, response, next) => {
    if (request.url?.startsWith('/api/v1') !== true) return next()
    void readCall(request).then((call) => respond(response, route(call, state)))
  }
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const chunks = await Array.fromAsync(request)
  const text = Buffer.concat(chunks).toString('utf8')
  const cookies = (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('=', 2))
  return {
    method: request.method ?? 'GET',
    path: url.pathname.slice('/api/v1'.length),
    query: url.searchParams,
    body: text === '' ? {} : JSON.parse(text),
    cookies: new Map(cookies.map(([name, value]) => [name ?? '', value ?? ''])),
  }
}

function respond(response: ServerResponse, answer: Answer): void {
  response.statusCode = answer.status
  response.setHeader('content-type', answer.status < 400 ? 'application/json' : 'application/problem+json')
  for (const cookie of answer.cookies ?? [])
    response.appendHeader('set-cookie', `${cookie}; Path=/; HttpOnly`)
  setTimeout(() => response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body)), 120)
}

const ok = (body: unknown, cookies: readonly string[] = []): Answer => ({ status: 200, body, cookies })
const none: Answer = { status: 204 }

function problem(status: number, code: string, detail: string, details: object = {}): Answer {
  return {
    status,
    body: { type: `urn:sallyport:problem:${code}`, title: code, status, detail, code, details },
  }
}

function route(call: Call, state: State): Answer {
  if (call.cookies.get('mock') === 'down') return problem(503, 'storage.unavailable', 'The database is away.')
  for (const [method, pattern, handler] of routes) {
    const match = call.method === method ? pattern.exec(call.path) : null
    if (match !== null) return handler(call, state, ...match.slice(1))
  }
  return problem(404, 'not-found', 'There is no such resource.')
}

function guarded(handler: Handler): Handler {
  return (call, state, ...captured) => {
    if (nameOf(call) === undefined) return problem(401, 'session.required', 'Sign in first.')
    return handler(call, state, ...captured)
  }
}

function fresh(handler: Handler): Handler {
  return guarded((call, state, ...captured) => {
    if (!state.fresh) return problem(403, 'step-up.required', 'Prove yourself again first.')
    return handler(call, state, ...captured)
  })
}

function nameOf(call: Call): string | undefined {
  const name = call.cookies.get('mock_session')
  return name === '' ? undefined : name
}

function attemptFor(name: string, purpose: AttemptView['purpose']): AttemptView {
  return {
    id: 't1',
    purpose,
    state: 'proving',
    expiresAt: Date.now() + 300_000,
    account: { name },
    application: { id: 'portal', name: 'Sallyport' },
    proved: [],
    options: [{ factor: 'password', role: 'factor', speaksFirst: false }],
    because: [],
    notices: [],
  }
}

const reason = { id: 'mfa-required', text: 'Northwind asks everyone for a second factor.' }

function afterPassword(attempt: AttemptView): AttemptView {
  const proved = [...attempt.proved, { factor: 'password' }]
  if (attempt.account.name.startsWith('ben'))
    return {
      ...attempt,
      proved,
      state: 'enrolling',
      options: [],
      because: [reason],
      enrol: { required: true, factors: ['totp'] },
    }
  return {
    ...attempt,
    proved,
    because: [reason],
    options: [
      { factor: 'totp', authenticatorId: 'a2', label: 'Pixel 9', role: 'factor', speaksFirst: false },
      { factor: 'recovery-codes', authenticatorId: 'a3', role: 'recovery', speaksFirst: false },
    ],
  }
}

function completed(state: State, attempt: AttemptView, extra: Partial<AttemptView> = {}): Answer {
  state.attempt = undefined
  state.fresh = attempt.purpose === 'step-up'
  const session = data.session(Date.now(), attempt.account.name)
  return ok({ ...attempt, state: 'completed', options: [], session, ...extra }, [
    `mock_session=${encodeURIComponent(attempt.account.name)}`,
  ])
}

function judge(call: Call, state: State): Answer {
  const { attempt } = state
  if (attempt === undefined) return problem(410, 'attempt.expired', 'This sign-in is over.')
  const [first] = call.body.proofs as { factor: string; proof: Record<string, string> }[]
  if (first === undefined) return problem(400, 'input.invalid', 'No proof.')
  const value = first.proof.password ?? first.proof.code ?? ''
  if (value === '999999') return problem(429, 'throttled', 'Too many tries.', { retryAfter: 27 })
  if (value === '000000' || value === 'wrong') return problem(401, 'proof.refused', 'That was not accepted.')
  if (first.factor === 'password') {
    state.attempt = afterPassword(attempt)
    return ok(state.attempt)
  }
  if (first.factor === 'recovery-codes')
    return completed(state, attempt, {
      notices: [
        {
          factor: 'recovery-codes',
          id: 'refill',
          text: 'Only 2 recovery codes are left. Make new ones now: the old ones stop working.',
        },
      ],
    })
  return completed(state, attempt)
}

function begin(call: Call, state: State): Answer {
  const factor = String(call.body.factor)
  const name = state.attempt?.account.name ?? nameOf(call) ?? 'ana'
  const show =
    factor === 'totp'
      ? data.totpShow(name)
      : factor === 'password'
        ? { minimumLength: 8, maximumLength: 256 }
        : { codes: data.codes }
  return {
    status: 201,
    body: {
      id: `new-${factor}`,
      factor,
      status: 'pending',
      expiresAt: Date.now() + 600_000,
      confirms: factor !== 'recovery-codes',
      show,
    },
  }
}

function confirm(call: Call, state: State, id: string | undefined): Answer {
  const answer = call.body.answer as Record<string, string>
  if (answer.code === '000000' && answer.next === undefined)
    return problem(422, 'enrolment.refused', 'Refused.', { notices: [{ id: 'type-two' }] })
  if (answer.password?.startsWith('password') === true)
    return problem(422, 'enrolment.refused', 'Refused.', {
      notices: [{ id: 'common' }, { id: 'hint-words' }],
      score: 0,
    })
  const { attempt } = state
  const authenticator = { ...state.authenticators[1], id: 'a9', label: 'Authenticator app' }
  if (attempt === undefined) return ok({ authenticator })
  if (id === 'new-password') {
    state.attempt = { ...attempt, enrol: { required: true, factors: ['totp'] } }
    return ok({ authenticator, attempt: state.attempt })
  }
  state.attempt = { ...attempt, state: 'satisfied' }
  return ok({ authenticator, attempt: state.attempt, recovery: { codes: data.codes } })
}

function listAccounts(call: Call): Answer {
  const search = call.query.get('search') ?? ''
  const all = data.accounts(Date.now()).filter(({ name }) => name.includes(search))
  const start = Number(call.query.get('cursor') ?? 0)
  const end = start + Number(call.query.get('limit') ?? 12)
  return ok({ items: all.slice(start, end), ...(end < all.length ? { next: String(end) } : {}) })
}

const invitation = (): object => ({
  link: 'https://mfa.northwind.example/welcome#spi_7Qh2mXo9sKfLr4Tz1VbYc8NdWgEu6JpA',
  expiresAt: Date.now() + 86_400_000,
})

const issued = (): object => ({
  id: 'k9',
  prefix: 'spk_4b2e',
  scopes: ['verify'],
  createdAt: Date.now(),
  key: 'spk_4b2eQm8ZxT0vLrWc5NhYp1KsDfJg7UaE',
})

function account(id: string | undefined): object | undefined {
  return data.accounts(Date.now()).find((candidate) => candidate.id === id)
}

const routes: readonly (readonly [string, RegExp, Handler])[] = [
  [
    'GET',
    /^\/portal$/,
    (call) =>
      ok({
        name: 'Northwind',
        baseUrl: 'http://localhost:8080',
        csrf: 'mock',
        setUpPending: call.cookies.get('mock') === 'fresh',
        mfa: 'required',
        factors: data.factors,
      }),
  ],
  [
    'POST',
    /^\/set-up\/begin$/,
    (call, state) => {
      if (String(call.body.password).startsWith('password'))
        return problem(422, 'password.unacceptable', 'Choose another.', {
          notices: [{ id: 'common' }],
          score: 0,
        })
      if (call.body.token === 'spent') return problem(410, 'set-up.link-spent', 'Spent.')
      state.setUpName = String(call.body.account)
      return ok({ factor: 'totp', show: data.totpShow(state.setUpName), expiresAt: 0 })
    },
  ],
  [
    'POST',
    /^\/set-up\/confirm$/,
    (_, state) =>
      ok({ session: data.session(Date.now(), state.setUpName), recovery: { codes: data.codes } }, [
        `mock_session=${encodeURIComponent(state.setUpName)}`,
      ]),
  ],
  [
    'POST',
    /^\/invitations\/redeem$/,
    (call, state) => {
      if (call.body.token === 'spent') return problem(410, 'invitation.spent', 'Spent.')
      state.attempt = {
        ...attemptFor('elif.kaya', 'set-up'),
        state: 'enrolling',
        options: [],
        enrol: { required: true, factors: ['password'] },
      }
      return ok(state.attempt)
    },
  ],
  [
    'POST',
    /^\/attempts$/,
    (call, state) => {
      state.attempt = attemptFor(String(call.body.account), 'sign-in')
      return ok(state.attempt)
    },
  ],
  [
    'GET',
    /^\/attempts\/current$/,
    (_, state) =>
      state.attempt === undefined ? problem(404, 'attempt.not-found', 'None.') : ok(state.attempt),
  ],
  ['POST', /^\/attempts\/current\/proofs$/, judge],
  [
    'POST',
    /^\/attempts\/current\/complete$/,
    (_, state) =>
      state.attempt === undefined
        ? problem(410, 'attempt.expired', 'Over.')
        : completed(state, state.attempt),
  ],
  [
    'DELETE',
    /^\/attempts\/current$/,
    (_, state) => {
      state.attempt = undefined
      return none
    },
  ],
  [
    'GET',
    /^\/session$/,
    guarded((call) => ok(data.session(Date.now(), decodeURIComponent(nameOf(call) ?? '')))),
  ],
  ['DELETE', /^\/session$/, () => ({ status: 204, cookies: ['mock_session='] })],
  [
    'GET',
    /^\/sessions$/,
    guarded((call) =>
      ok({ items: [0, 1, 2].map((index) => data.session(Date.now(), nameOf(call) ?? '', index)) }),
    ),
  ],
  ['DELETE', /^\/sessions$/, fresh(() => ok({ ended: 2 }))],
  ['DELETE', /^\/sessions\/(\w+)$/, guarded(() => none)],
  [
    'POST',
    /^\/session\/step-up$/,
    guarded((call, state) => {
      state.attempt = attemptFor(nameOf(call) ?? '', 'step-up')
      return ok(state.attempt)
    }),
  ],
  [
    'GET',
    /^\/authenticators$/,
    guarded((call, state) =>
      nameOf(call)?.startsWith('ben') === true
        ? ok({ items: state.authenticators.slice(0, 1), bar: 1 })
        : ok({ items: state.authenticators, bar: 2 }),
    ),
  ],
  [
    'GET',
    /^\/enrolment$/,
    guarded(() =>
      ok({
        required: false,
        mayEnrol: true,
        stepUpRequired: true,
        factors: [{ id: 'totp', available: true, count: 1, perAccount: 10 }],
        because: [],
      }),
    ),
  ],
  [
    'POST',
    /^\/authenticators$/,
    (call, state) => (state.attempt === undefined ? fresh(begin)(call, state) : begin(call, state)),
  ],
  ['POST', /^\/authenticators\/([\w-]+)\/confirm$/, confirm],
  [
    'POST',
    /^\/authenticators\/(\w+)\/operations\/(\w+)$/,
    fresh((_, state, id, operation) => {
      const authenticator = state.authenticators.find((item) => item.id === id)
      return ok(operation === 'refill' ? { authenticator, show: { codes: data.codes } } : { authenticator })
    }),
  ],
  [
    'PATCH',
    /^\/authenticators\/(\w+)$/,
    fresh((call, state, id) => {
      state.authenticators = state.authenticators.map((item) =>
        item.id === id ? { ...item, label: String(call.body.label) } : item,
      )
      return ok(state.authenticators.find((item) => item.id === id))
    }),
  ],
  [
    'DELETE',
    /^\/authenticators\/(\w+)$/,
    fresh((_, state, id) => {
      state.authenticators = state.authenticators.filter((item) => item.id !== id)
      return none
    }),
  ],
  ['GET', /^\/summary$/, guarded(() => ok(data.summary(Date.now())))],
  ['GET', /^\/accounts$/, guarded(listAccounts)],
  [
    'POST',
    /^\/accounts$/,
    fresh((call) => ok({ account: { ...account('u5'), name: call.body.name }, invitation: invitation() })),
  ],
  [
    'GET',
    /^\/accounts\/(\w+)$/,
    guarded((_, __, id) => ok({ account: account(id), authenticators: data.authenticators(Date.now()) })),
  ],
  ['PATCH', /^\/accounts\/(\w+)$/, fresh(() => none)],
  ['POST', /^\/accounts\/(\w+)\/(disable|enable|unlock)$/, fresh(() => none)],
  ['POST', /^\/accounts\/(\w+)\/reset-authenticators$/, fresh(() => ok({ invitation: invitation() }))],
  ['POST', /^\/accounts\/(\w+)\/invite$/, fresh(() => ok({ invitation: invitation() }))],
  [
    'GET',
    /^\/accounts\/(\w+)\/authenticators$/,
    guarded(() => ok({ items: data.authenticators(Date.now()) })),
  ],
  [
    'GET',
    /^\/accounts\/(\w+)\/sessions$/,
    guarded(() => ok({ items: [1, 2].map((index) => data.session(Date.now(), 'dmitri', index)) })),
  ],
  ['DELETE', /^\/accounts\/(\w+)\/sessions$/, fresh(() => ok({ ended: 2 }))],
  [
    'GET',
    /^\/accounts\/(\w+)\/why$/,
    guarded((_, __, id) =>
      ok(id === 'u3' ? data.why(Date.now()) : { ...data.why(Date.now()), locked: [], lastRefusals: [] }),
    ),
  ],
  ['GET', /^\/applications$/, guarded(() => ok({ items: data.applications(Date.now()) }))],
  [
    'POST',
    /^\/applications$/,
    fresh((call) => ok({ ...data.applications(Date.now())[1], name: call.body.name })),
  ],
  ['POST', /^\/applications\/(\w+)\/keys$/, fresh(() => ok(issued()))],
  ['POST', /^\/applications\/(\w+)\/keys\/(\w+)\/rotate$/, fresh(() => ok(issued()))],
  ['DELETE', /^\/applications\/(\w+)\/keys\/(\w+)$/, fresh(() => none)],
  ['GET', /^\/audit$/, guarded(() => ok({ items: data.audit(Date.now()), next: '18' }))],
]

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Outbound } from '../../../delivery/index.ts'
import { internalError, SallyportError } from '../../../kernel/errors.ts'
import { failurePage, submittingPage, submittingPolicy } from '../../answer-page.ts'
import { pagePolicy } from '../../page.ts'
import { cookieNames, type DoorDeps } from '../../protocol.ts'
import { noteRefusal } from '../../refused.ts'
import { surroundingsOf } from '../../seen.ts'
import { currentKeys } from '../keys.ts'
import { openRecords } from '../records.ts'
import { begin } from './begin.ts'
import { redirectUriOf } from './clouds.ts'
import { type Connected, findConnected } from './connected.ts'
import type { EntraDeps } from './deps.ts'
import { EntraRefusal } from './errors.ts'
import { finish } from './finish.ts'
import { keySetOf } from './key-set.ts'
import { metadataAt } from './metadata.ts'
import { openMicrosoftKeys } from './microsoft-keys.ts'
import { readForm } from './request.ts'
import { paths } from './routes.ts'
import { door } from './settings.ts'
import { findWay, settleWay, type Way } from './ways.ts'

type Handler = (deps: EntraDeps, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

const byRoute: Readonly<Record<string, Handler>> = {
  [`GET ${paths.discovery}`]: async ({ engine }, _, reply) => json(reply, metadataAt(engine.baseUrl)),
  [`GET ${paths.keys}`]: async ({ engine }, _, reply) =>
    json(reply, keySetOf(await currentKeys(engine), engine.baseUrl)),
  [`GET ${paths.authorize}`]: authorize,
  [`POST ${paths.authorize}`]: authorize,
  [`GET ${paths.back}/:way`]: back,
}

export type Handlers = ReturnType<typeof openHandlers>

export function openHandlers(engine: DoorDeps, outbound: Outbound) {
  const deps: EntraDeps = {
    engine,
    keys: openMicrosoftKeys({ outbound, clock: engine.storage.clock }),
    records: openRecords(engine),
  }
  return {
    async answer(route: string, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
      const handler = byRoute[route]
      if (!handler) throw internalError(`${route} has no handler`)
      return handler(deps, request, reply.header('cache-control', 'no-store'))
    },
  }
}

/** A form of Microsoft's, which comes without our cookies and needs none: the hint says who it is. */
async function authorize(deps: EntraDeps, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const surroundings = surroundingsOf(request, door)
  const form = readForm(request.method === 'POST' ? String(request.body ?? '') : queryOf(request))
  const connected = await findConnected(deps.engine, form?.client_id)
  if (!form || !connected) return tellPerson(deps, request, reply, 'client unknown')
  if (form.redirect_uri !== redirectUriOf(connected.settings))
    return tellPerson(deps, request, reply, 'client redirect_uri')
  try {
    const begun = await begin(deps, connected, { form, surroundings })
    return reply.setCookie(cookieNames.attempt, begun.attempt, attributes).redirect(begun.page, 303)
  } catch (error) {
    return tellMicrosoft(deps, reply, {
      connected,
      error,
      state: form.state,
      request,
      troubles: form['client-request-id'],
    })
  }
}

/** From our own pages, and so with the cookie of the session that the attempt has ended in. */
async function back(deps: EntraDeps, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { way: token } = request.params as { readonly way: string }
  const way = await findWay(deps.records, token)
  const connected = await findConnected(deps.engine, way?.clientId)
  if (!way || !connected || !(await settleWay(deps.records, token)))
    return tellPerson(deps, request, reply, 'way over')
  try {
    const sessionToken = request.cookies[cookieNames.application]
    const surroundings = surroundingsOf(request, door)
    const idToken = await finish(deps, connected, { way, sessionToken, surroundings })
    reply.clearCookie(cookieNames.application, attributes)
    return post(reply, connected, { id_token: idToken, state: way.state })
  } catch (error) {
    return tellMicrosoft(deps, reply, { connected, error, state: way.state, request })
  }
}

interface Failure {
  readonly connected: Connected
  readonly error: unknown
  readonly state: Way['state']
  readonly request: FastifyRequest
  /** How Microsoft calls what is under way, for its own help desk. */
  readonly troubles?: string | undefined
}

/** An error of the protocol, and the reason of it in the audit trail. */
function tellMicrosoft(
  { engine }: EntraDeps,
  reply: FastifyReply,
  { connected, error, state, request, troubles }: Failure,
): unknown {
  const refusal = error instanceof EntraRefusal ? error : broken(error)
  if (refusal !== error) engine.logger.error({ err: error }, 'A sign-in for Microsoft failed.')
  noteRefusal(engine, {
    door,
    reason: refusal.reason,
    applicationId: connected.application.id,
    source: surroundingsOf(request, door).source,
    because: { troubles: troubles?.slice(0, 64), err: refusal.cause },
  })
  return post(reply, connected, { error: refusal.code, state })
}

/** Whatever is not ours to name is no less a no (G6). */
function broken(error: unknown): EntraRefusal {
  const away = error instanceof SallyportError && error.kind === 'unavailable'
  return new EntraRefusal(away ? 'temporarily_unavailable' : 'server_error', 'failed', error)
}

/** Where nobody has vouched for an address to answer to, the person is told, and the browser stays. */
function tellPerson(
  { engine }: EntraDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  reason: string,
): unknown {
  noteRefusal(engine, { door, reason, source: surroundingsOf(request, door).source })
  const says =
    reason === 'way over'
      ? 'This sign-in is over. Begin again at Microsoft.'
      : 'Whoever sent you here is not connected to this installation.'
  return reply
    .code(reason === 'way over' ? 410 : 400)
    .header('content-security-policy', pagePolicy([]))
    .type('text/html; charset=utf-8')
    .send(failurePage(says, `${door}.${reason}`))
}

function post(
  reply: FastifyReply,
  { settings }: Connected,
  fields: Readonly<Record<string, string | undefined>>,
): unknown {
  const action = redirectUriOf(settings)
  return reply
    .header('content-security-policy', submittingPolicy(action))
    .type('text/html; charset=utf-8')
    .send(submittingPage(action, fields))
}

function json(reply: FastifyReply, value: object): unknown {
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(value))
}

function queryOf({ url }: FastifyRequest): string {
  return url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''
}

const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Outbound } from '../../delivery/index.ts'
import { internalError, SallyportError } from '../../kernel/errors.ts'
import { failurePage, submittingPage, submittingPolicy } from '../answer-page.ts'
import { onwardPage } from '../page.ts'
import { cookieNames, type DoorDeps } from '../protocol.ts'
import { noteRefusal } from '../refused.ts'
import { addressesAt } from './addresses.ts'
import { fromForm, fromQuery, type Received } from './bindings.ts'
import type { SamlDeps } from './deps.ts'
import { malformedMessage } from './errors.ts'
import { openFetched } from './fetched.ts'
import { currentKeys } from './keys.ts'
import { samlKind } from './kind.ts'
import { ownMetadata } from './metadata.ts'
import { contentPolicy, signedOutPage, signOutPage, signOutPolicy } from './page.ts'
import { openProviders } from './providers.ts'
import { paths } from './routes.ts'
import { seenOf } from './seen.ts'
import { receiveAuthnRequest, resumeSignOn, startSignOn } from './sign-on.ts'
import { type NextStop, receiveLogout, signOutHere } from './sign-out.ts'
import { openUnderWay } from './under-way.ts'

type Handler = (deps: SamlDeps, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

const byRoute: Readonly<Record<string, Handler>> = {
  [`GET ${paths.metadata}`]: metadata,
  [`GET ${paths.signOn}`]: signOn,
  [`POST ${paths.signOn}`]: signOn,
  [`GET ${paths.resume}/:token`]: resume,
  [`GET ${paths.start}/:application`]: start,
  [`GET ${paths.logout}`]: logout,
  [`POST ${paths.logout}`]: logout,
  [`GET ${paths.signOut}`]: async (_deps, { headers }, reply) =>
    show(reply, signOutPage(headers['sec-fetch-site'] === 'same-origin'), signOutPolicy),
  [`POST ${paths.signOut}`]: signOut,
}

export type Handlers = ReturnType<typeof openHandlers>

export function openHandlers(engine: DoorDeps, outbound: Outbound) {
  const fetched = openFetched({ ...engine, outbound })
  const deps: SamlDeps = {
    engine,
    addresses: addressesAt(engine.baseUrl),
    providers: openProviders({ ...engine, fetched }),
    underWay: openUnderWay(engine),
  }

  return {
    async answer(route: string, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
      reply.header('cache-control', 'no-store')
      const handler = byRoute[route]
      if (!handler) throw internalError(`${route} has no handler`)
      return handler(deps, request, reply)
    },

    /** For people: an application cannot be told, for nobody has vouched for where that would lead. */
    async failed(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
      const known = error instanceof SallyportError ? error : fastifyError(error)
      if (known.kind === 'internal' || known.kind === 'unavailable')
        engine.logger.error({ err: error }, 'SAML failed.')
      else if (known.kind !== 'too-many')
        noteRefusal(engine, {
          door: samlKind.id,
          reason: known.code.replace(/^saml\./, ''),
          source: seenOf(request).surroundings.source,
          because: known.details.because,
        })
      reply.code(statusOf(known))
      return show(reply, failurePage(known.message, known.code))
    },
  }
}

async function metadata({ engine, addresses }: SamlDeps, _request: FastifyRequest, reply: FastifyReply) {
  const { certificates } = await currentKeys({ ...engine })
  return reply
    .type('application/samlmetadata+xml; charset=utf-8')
    .header('content-disposition', 'inline; filename="sallyport-metadata.xml"')
    .send(ownMetadata(addresses, certificates))
}

/** The page goes on from here, and brings the cookie that browsers keep back from what another site sends. */
async function signOn(deps: SamlDeps, request: FastifyRequest, reply: FastifyReply) {
  return show(reply, onwardPage(await receiveAuthnRequest(deps, receivedBy(request))))
}

async function start(deps: SamlDeps, request: FastifyRequest, reply: FastifyReply) {
  const { application } = request.params as { readonly application: string }
  return show(reply, onwardPage(await startSignOn(deps, application)))
}

async function resume(deps: SamlDeps, request: FastifyRequest, reply: FastifyReply) {
  const { token } = request.params as { readonly token: string }
  const step = await resumeSignOn(deps, token, seenOf(request))
  if (step.page !== undefined) return reply.redirect(step.page, 303)
  return post(reply, step.answer)
}

async function logout(deps: SamlDeps, request: FastifyRequest, reply: FastifyReply) {
  return goTo(reply, await receiveLogout(deps, receivedBy(request)))
}

/** A form of another site comes without the cookie, and so signs nobody out, nor takes the cookie away. */
async function signOut(deps: SamlDeps, request: FastifyRequest, reply: FastifyReply) {
  const { sessionToken } = seenOf(request)
  if (sessionToken !== undefined)
    reply.headers({ 'set-cookie': endedCookie, 'clear-site-data': '"cache", "storage"' })
  return goTo(reply, await signOutHere(deps, sessionToken))
}

const endedCookie = `${cookieNames.session}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict`

function goTo(reply: FastifyReply, stop: NextStop): unknown {
  if ('redirect' in stop) return reply.redirect(stop.redirect, 303)
  if ('action' in stop) return post(reply, stop)
  return show(reply, signedOutPage(stop.complete))
}

function receivedBy({ method, body, raw }: FastifyRequest): Received {
  if (method === 'POST') {
    if (typeof body !== 'string') throw malformedMessage('not a form')
    return fromForm(body)
  }
  const { url = '' } = raw
  const at = url.indexOf('?')
  return fromQuery(at < 0 ? '' : url.slice(at + 1))
}

function post(
  reply: FastifyReply,
  { action, fields }: { readonly action: string; readonly fields: Parameters<typeof submittingPage>[1] },
): unknown {
  return show(reply, submittingPage(action, fields), submittingPolicy(action))
}

function show(reply: FastifyReply, html: string, policy = contentPolicy): unknown {
  return reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(html)
}

/** What the server in front refused: too long, of another kind. */
function fastifyError(error: unknown): SallyportError {
  const { statusCode } = (error ?? {}) as { readonly statusCode?: unknown }
  return typeof statusCode === 'number' && statusCode < 500
    ? malformedMessage('not a form', error)
    : internalError(error)
}

const statusByKind: Readonly<Partial<Record<SallyportError['kind'], number>>> = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-many': 429,
  unavailable: 503,
  internal: 500,
}

function statusOf({ kind }: SallyportError): number {
  return statusByKind[kind] ?? 400
}

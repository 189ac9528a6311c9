import type { FastifyRequest } from 'fastify'
import { notPermitted } from '../../administration/index.ts'
import { type ApiCaller, portalId } from '../../applications/index.ts'
import { attemptNotFound, type Surroundings } from '../../authentication/index.ts'
import { rebindNotFound } from '../../enrolment/index.ts'
import { SallyportError } from '../../kernel/errors.ts'
import { type Session, sessionRequired } from '../../sessions/index.ts'
import type { Access, DoorDeps } from '../protocol.ts'
import { readCookie } from './cookies.ts'
import { requireSameSite } from './csrf.ts'
import type { Caller } from './route.ts'

const attemptHeader = 'sallyport-attempt'

/**
 * Who calls, checked against what the route asks. A browser is known by its cookies and must prove that our page
 * sent it; an application is known by its key and nothing else. The two never mix (G4, A-040).
 */
export async function callerOf(
  deps: DoorDeps,
  access: Access,
  request: FastifyRequest,
  seen: Surroundings,
): Promise<Caller> {
  if (['gateway', 'provider', 'elsewhere'].includes(access.by)) return nobody
  const application = await applicationOf(deps, request)
  if (application) return applicationCaller(access, application, request)
  if (access.by === 'application') throw apiKeyRequired()
  if (changesState(request)) requireSameSite(deps, request)
  return browserCaller(deps, access, request, seen)
}

/** A gateway, a provider and a device elsewhere have neither cookie nor key of ours: what they sign is checked where it is read. */
const nobody: Caller = { session: undefined, attempt: undefined, rebind: undefined, application: undefined }

function applicationCaller(access: Access, application: ApiCaller, request: FastifyRequest): Caller {
  const header = request.headers[attemptHeader]
  const attempt = typeof header === 'string' ? header : undefined
  const caller = { session: undefined, attempt, rebind: undefined, application }
  switch (access.by) {
    case 'anyone':
    case 'gateway':
    case 'provider':
    case 'elsewhere':
    case 'referral':
      return caller
    case 'attempt':
    case 'session-or-attempt':
      requireScope(application, 'attempts')
      if (attempt === undefined) throw attemptNotFound()
      return caller
    case 'session':
      throw sessionRequired()
    case 'rebind':
      throw rebindNotFound()
    case 'application':
    case 'browser-or-application':
    case 'administration':
      requireScope(application, access.scope)
      return caller
  }
}

async function browserCaller(
  deps: DoorDeps,
  access: Access,
  request: FastifyRequest,
  seen: Surroundings,
): Promise<Caller> {
  const attempt = readCookie(request, 'attempt')
  const session = needsSession(access) ? await sessionFor(deps, access, request, seen) : undefined
  const rebind = readCookie(request, 'rebind')
  const caller = { session, attempt, rebind, application: undefined }
  switch (access.by) {
    case 'attempt':
      if (attempt === undefined) throw attemptNotFound()
      return caller
    case 'rebind':
      if (!(await deps.rebinds.findLiving(rebind))) throw rebindNotFound()
      return caller
    case 'session':
    case 'administration':
      if (!session) throw sessionRequired()
      return caller
    case 'session-or-attempt':
      if (!session && attempt === undefined) throw sessionRequired()
      return caller
    default:
      return caller
  }
}

/** A session of our own pages. One that was made for an application is that application's, and opens nothing here (R3). */
async function portalSession(
  deps: DoorDeps,
  request: FastifyRequest,
  seen: Surroundings,
): Promise<Session | undefined> {
  return portalOnly(deps.sessions.read(readCookie(request, 'session'), seen))
}

async function portalOnly(read: Promise<Session | undefined>): Promise<Session | undefined> {
  const session = await read
  return session?.applicationId === portalId ? session : undefined
}

/** What policy does not let in any more may still be ended, and what has lapsed be renewed. */
function sessionFor(
  deps: DoorDeps,
  access: Access,
  request: FastifyRequest,
  seen: Surroundings,
): Promise<Session | undefined> {
  const token = readCookie(request, 'session')
  if (access.by === 'session-or-attempt') return portalSession(deps, request, seen)
  if (access.by !== 'session') return portalOnly(deps.sessions.require(token, seen))
  if (access.ends) return portalOnly(deps.sessions.findLiving(token))
  return portalOnly(
    access.renews ? deps.sessions.requireRenewable(token, seen) : deps.sessions.require(token, seen),
  )
}

function needsSession(access: Access): boolean {
  return access.by === 'session' || access.by === 'administration' || access.by === 'session-or-attempt'
}

async function applicationOf(deps: DoorDeps, request: FastifyRequest): Promise<ApiCaller | undefined> {
  if (request.headers.authorization === undefined) return undefined
  const caller = await keyHolder(deps, request)
  if (!caller) throw apiKeyRequired()
  return caller
}

async function keyHolder(deps: DoorDeps, request: FastifyRequest): Promise<ApiCaller | undefined> {
  const token = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1]
  return token === undefined ? undefined : deps.apiKeys.authenticate(token)
}

/** Whose living key or session came with a request, whatever the route made of it: for the record (G13). */
export async function presentedBy(
  deps: DoorDeps,
  request: FastifyRequest,
  seen: Surroundings,
): Promise<Pick<Caller, 'application' | 'session'>> {
  const application = await keyHolder(deps, request)
  return { application, session: application ? undefined : await portalSession(deps, request, seen) }
}

function requireScope(caller: ApiCaller, scope: ApiCaller['scopes'][number]): void {
  if (!caller.scopes.includes(scope) && !caller.scopes.includes('administration')) throw notPermitted()
}

function changesState(request: FastifyRequest): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD'
}

function apiKeyRequired() {
  return new SallyportError('unauthenticated', 'api-key.required', 'This needs a valid API key.')
}

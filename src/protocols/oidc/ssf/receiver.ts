import type { FastifyRequest } from 'fastify'
import type { AdapterPayload } from 'oidc-provider'
import { type Id, isId } from '../../../kernel/ids.ts'
import { type Stream, streamHeld, streamNotFound } from '../../../streams/index.ts'
import { sourceBucket } from '../../../throttle/index.ts'
import { noteRefusal } from '../../refused.ts'
import { isBound, mayUseStreams, type StreamScope } from '../settings.ts'
import type { SsfDeps } from './deps.ts'
import { door, TokenRefused } from './errors.ts'

const authorization = /^(Bearer|DPoP) ([A-Za-z0-9_.~+/-]{1,512}=*)$/i

/** An application that has shown a token of its own. */
export interface Receiver {
  readonly applicationId: Id<'application'>
}

/**
 * Whoever holds a living token that was issued to an application for itself, and may do this as it is set now: what an
 * administrator takes back ends with the next request (R3). Tokens of people open nothing here.
 */
export async function receiverOf(
  deps: SsfDeps,
  request: FastifyRequest,
  scope: StreamScope,
): Promise<Receiver> {
  const [, scheme = '', shown] = authorization.exec(request.headers.authorization ?? '') ?? []
  const token = shown === undefined ? undefined : await deps.records.find('ClientCredentials', shown)
  const clientId = token?.clientId
  const settings = clientId === undefined ? undefined : await deps.clients.settingsOf(clientId)
  const known = token && clientId && settings && isId<'application'>(clientId)
  const bound = settings && isBound(settings)
  if (!known || !(await isItsHolder(deps, request, { scheme, shown, token, bound })))
    throw refusal(deps, request, { error: shown === undefined ? undefined : 'invalid_token', scope })
  if (!permits(token.scope, scope) || !mayUseStreams(settings, scope))
    throw refusal(deps, request, { error: 'insufficient_scope', scope, applicationId: clientId })
  return { applicationId: clientId }
}

/** A stream of its own; that of anybody else does not exist. Throws `stream.not-found`. */
export async function ownStream(
  { engine }: Pick<SsfDeps, 'engine'>,
  { applicationId }: Receiver,
  id: string | undefined,
): Promise<Stream> {
  const stream = id !== undefined && isId<'stream'>(id) ? await engine.streams.find(id) : undefined
  if (stream?.applicationId !== applicationId) throw streamNotFound()
  return stream
}

/** What an administrator or a restore has stopped, no receiver starts, and begins no other in its stead. */
export function requireNoneHeld(streams: readonly Stream[]): void {
  if (streams.some(isHeld)) throw streamHeld()
}

function isHeld({ status, cause }: Stream): boolean {
  return status !== 'enabled' && (cause === 'administrator' || cause === 'restored')
}

/** Whoever may change may look. */
function permits(scopes: string | undefined, scope: StreamScope): boolean {
  const held = scopes?.split(' ') ?? []
  return held.includes(scope) || held.includes('ssf.manage')
}

interface Showing {
  readonly scheme: string
  readonly shown: string | undefined
  readonly token: AdapterPayload
  /** Whether it has to be bound, as the application is set now (R3). */
  readonly bound: boolean | undefined
}

/** Of what is bound to a key, its holder proves to have it; certificates are not shown here. */
async function isItsHolder(
  deps: SsfDeps,
  request: FastifyRequest,
  { scheme, shown = '', token, bound }: Showing,
): Promise<boolean> {
  if (token['x5t#S256'] !== undefined) return false
  const { jkt } = token
  if (jkt === undefined) return !bound && scheme.toLowerCase() === 'bearer'
  if (scheme.toLowerCase() !== 'dpop') return false
  const { provesPossession } = await import('./dpop.ts')
  return provesPossession(deps, request, { token: shown, thumbprint: jkt })
}

function refusal(
  { engine }: SsfDeps,
  request: FastifyRequest,
  about: {
    readonly error: TokenRefused['error']
    readonly scope: StreamScope
    readonly applicationId?: Id<'application'>
  },
): TokenRefused {
  const { error, scope, applicationId } = about
  const source = sourceBucket(request.ip)
  noteRefusal(engine, { door, reason: error ?? 'token-required', applicationId, source })
  return new TokenRefused(error === 'insufficient_scope' ? 403 : 401, error, scope)
}

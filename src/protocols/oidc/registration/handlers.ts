import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  changeRegistered,
  findRegistered,
  findRegistrationToken,
  type Registered,
  registerApplication,
  withdrawRegistered,
} from '../../../administration/index.ts'
import { sourceBucket } from '../../../throttle/index.ts'
import type { DoorDeps } from '../../protocol.ts'
import { metadataOf } from '../clients.ts'
import { oidcKind } from '../kind.ts'
import { type OidcSettings, oidcSettings } from '../settings.ts'
import { RegistrationRefusal, tokenRefused } from './errors.ts'
import { beyondLimits, registrationLimits } from './limits.ts'
import { readMetadata, refusalOf, refused, type Wish } from './metadata.ts'
import { clientPath, registrationPath } from './routes.ts'

type Handler = (deps: DoorDeps, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

export const registrationHandlers: Readonly<Record<string, Handler>> = {
  [`POST ${registrationPath}`]: register,
  [`GET ${clientPath}`]: async (deps, request) =>
    answer(deps, await ownerOf(deps, request), bearerOf(request)),
  [`PUT ${clientPath}`]: change,
  [`DELETE ${clientPath}`]: withdraw,
}

/** RFC 7591 §3. Without a token of an administrator's there is nothing to talk about. */
async function register(deps: DoorDeps, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const token = await findRegistrationToken(deps, { text: bearerOf(request), door: oidcKind.id })
  if (!token) throw tokenRefused()
  const wish = readMetadata(request.body)
  const { registered, secret, ownToken } = await registerApplication(deps, {
    token,
    name: wish.name,
    settings: settingsWithin(token.limits, wish),
    source: sourceBucket(request.ip),
  })
  reply.code(201)
  return answer(deps, registered, ownToken, secret)
}

/** RFC 7592 §2.2: what is said takes the place of all that was said before, within the limits of then. */
async function change(deps: DoorDeps, request: FastifyRequest): Promise<unknown> {
  const registered = await ownerOf(deps, request)
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>
  await requireItself(deps, registered, body)
  const settings = settingsWithin(registered.token.limits, readMetadata(body))
  const changed = await changeRegistered(deps, registered, settings)
  return answer(deps, changed.registered, bearerOf(request), changed.secret)
}

async function withdraw(deps: DoorDeps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  await withdrawRegistered(deps, await ownerOf(deps, request))
  await reply.code(204).send()
}

/** What only we say must not be in it, and what says who it is must be true (RFC 7592 §2.2). */
async function requireItself(
  { doors }: DoorDeps,
  { application }: Registered,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  const ours = [
    'registration_access_token',
    'registration_client_uri',
    'client_secret_expires_at',
    'client_id_issued_at',
  ].find((name) => body[name] !== undefined)
  if (ours !== undefined) throw refused(ours, 'is not for the client to say')
  if (body.client_id !== application.id) throw refused('client_id', 'is not the one that is asked about')
  const { client_secret: secret } = body
  if (secret === undefined) return
  const holds =
    typeof secret === 'string' && (await doors.secrets.matches(application.id, oidcKind.id, secret))
  if (!holds) throw refused('client_secret', 'is not the one of this client')
}

/** What a client says only ever narrows: whatever goes beyond the token is refused, and what is left out is its. */
function settingsWithin(limits: unknown, { settings }: Wish): OidcSettings {
  const allowed = registrationLimits.parse(limits)
  const read = oidcSettings.safeParse({ scopes: allowed.scopes, ...settings })
  if (!read.success) throw refusalOf(read.error)
  const beyond = beyondLimits(read.data, allowed)
  if (beyond) throw refused(beyond.setting, beyond.says)
  if (read.data.grants.includes('authorization_code') && read.data.redirectUris.length === 0)
    throw refused('redirectUris', 'are missing')
  return read.data
}

async function ownerOf(deps: DoorDeps, request: FastifyRequest): Promise<Registered> {
  const { client } = request.params as { readonly client: string }
  const registered = await findRegistered(deps, {
    applicationId: client,
    ownToken: bearerOf(request),
    door: oidcKind.id,
  })
  if (!registered) throw tokenRefused()
  return registered
}

function bearerOf({ headers }: FastifyRequest): string {
  return /^Bearer (\S{1,200})$/i.exec(headers.authorization ?? '')?.[1] ?? ''
}

/** RFC 7591 §3.2.1. Its secret is told where it was made just now: we only know a hash of it. */
function answer(
  { baseUrl }: DoorDeps,
  { application, registration, settings }: Registered,
  ownToken: string,
  secret?: string,
): Readonly<Record<string, unknown>> {
  const read = oidcSettings.safeParse(settings)
  if (!read.success) throw new RegistrationRefusal(403, 'access_denied', 'This client cannot be read.')
  const { pkce: _, fapi2: __, anchors: ___, ...metadata } = metadataOf({ application, settings: read.data })
  return {
    ...metadata,
    client_id_issued_at: Math.floor(registration.createdAt / 1000),
    ...(secret === undefined ? {} : { client_secret: secret, client_secret_expires_at: 0 }),
    registration_access_token: ownToken,
    registration_client_uri: `${baseUrl}${registrationPath}/${application.id}`,
  }
}

import type { EventEmitter } from 'node:events'
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { DoorDeps } from '../protocol.ts'
import { differenceOf } from './difference.ts'
import { seenOf } from './seen.ts'

/** What the library says went wrong, and where. */
const refusals = [
  'authorization.error',
  'code_verification.error',
  'device_authorization.error',
  'device_resume.error',
  'end_session.error',
  'end_session_confirm.error',
  'grant.error',
  'introspection.error',
  'pushed_authorization_request.error',
  'revocation.error',
  'userinfo.error',
] as const

type Deps = Pick<DoorDeps, 'storage' | 'audit' | 'logger'>

/** Everything that is refused is counted under its application, and what breaks is logged (G13, R16). */
export function noteEvents(deps: Deps, provider: Provider): void {
  for (const name of refusals)
    provider.on(name as 'grant.error', (context, error) => noteRefusal(deps, context, { name, error }))
  provider.on('server_error', (context, error) => {
    deps.logger.error({ err: error, route: context.oidc?.route }, 'OpenID Connect failed.')
  })
  // What fails outside of the library's own handlers; unheard, the framework writes it to the terminal as it is.
  const framework: EventEmitter = provider
  framework.on('error', (error: unknown) => deps.logger.error({ err: error }, 'OpenID Connect failed.'))
  provider.on('grant.revoked', (context, grantId) => noteRevoked(deps, context, grantId))
  provider.on('backchannel.error', (_, error, client) => {
    deps.logger.warn(
      { err: error, application: client.clientId },
      'An application was not told of a sign-out.',
    )
  })
}

function noteRefusal(
  deps: Deps,
  context: KoaContextWithOIDC,
  { name, error }: { readonly name: string; readonly error: Error },
): void {
  const { source } = seenOf(context.req).surroundings
  const client = context.oidc.client?.clientId
  const reason = `oidc.${error.message}${nearness(context, error)}`
  deps.logger.info({ event: name, reason, detail: detailOf(error), application: client }, 'Refused.')
  const refusal = {
    at: deps.storage.clock.now(),
    accountId: undefined,
    ownerKey: client ?? 'oidc',
    source,
    reason,
  }
  book(deps, { statements: [deps.audit.countRefusal(refusal)], locks: [] })
}

/** All that hung on an admission was taken back: by its client, or because something was shown a second time. */
function noteRevoked(deps: Deps, context: KoaContextWithOIDC, grantId: string): void {
  const applicationId = context.oidc.client?.clientId
  book(deps, {
    statements: [],
    locks: [grantId],
    events: [
      {
        at: deps.storage.clock.now(),
        event: 'oidc.tokens-revoked',
        outcome: 'done',
        actor: applicationId ?? 'system',
        ...(applicationId ? { applicationId: applicationId as never } : {}),
        details: { admission: grantId, route: context.oidc.route },
      },
    ],
  })
}

/** The answer does not wait for it: what was refused was refused, and what fails here is told to the operator. */
function book({ storage, logger }: Deps, booking: Parameters<Deps['storage']['book']>[0]): void {
  storage.book(booking).catch((error: unknown) => {
    logger.error({ err: error }, 'What was refused could not be written down.')
  })
}

/** Of an address to come back to: in what it differs from the one that is meant. */
function nearness({ oidc }: KoaContextWithOIDC, { message }: Error): string {
  if (message !== 'invalid_redirect_uri') return ''
  const difference = differenceOf(oidc.params?.redirect_uri, oidc.client?.redirectUris ?? [])
  return difference === undefined ? '' : ` ${difference}`
}

function detailOf(error: Error): string | undefined {
  const { error_detail: detail } = error as { error_detail?: unknown }
  return typeof detail === 'string' ? detail : undefined
}

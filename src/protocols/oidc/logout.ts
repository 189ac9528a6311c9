import type { KoaContextWithOIDC } from 'oidc-provider'
import { endOwnSession } from '../../enrolment/index.ts'
import { cookieNames } from '../protocol.ts'
import type { OidcDeps } from './deps.ts'
import { seenOf } from './seen.ts'

/**
 * Whoever signs out by way of a client signs out here: the session of our pages ends, and with it all that hangs on
 * it, whatever door it came by. Nothing happens unless the library has found the person to have agreed.
 */
export async function endPortalSession(deps: OidcDeps, context: KoaContextWithOIDC): Promise<void> {
  const { oidc } = context
  if (oidc?.route !== 'end_session_confirm' || !isDestroyed(oidc.session)) return
  const session = await deps.engine.sessions.findLiving(seenOf(context.req).sessionToken)
  if (!session || session.accountId !== oidc.session.accountId) return
  await endOwnSession(deps.engine, session, session.id)
  deps.signedOut(session.id)
  context.append(
    'set-cookie',
    `${cookieNames.session}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict`,
  )
  context.set('clear-site-data', '"cache", "storage"')
}

/** The library marks what it has ended. */
function isDestroyed(session: object | undefined): session is { readonly accountId?: string } {
  return session !== undefined && 'destroyed' in session && session.destroyed === true
}

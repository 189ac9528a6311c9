import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Admission } from '../../authentication/index.ts'
import { claimsByScope, ownClaimsOf } from './claim-names.ts'
import type { OidcDeps } from './deps.ts'
import { mayUseStreams, type OidcSettings } from './settings.ts'

/**
 * What this admission lets the client have: of what it asks for, what an administrator has allowed it. The grant bears
 * the id of the admission, and so does everything that is issued under it.
 */
export async function grantFor(deps: OidcDeps, { oidc }: KoaContextWithOIDC, admission: Admission) {
  const settings = await deps.clients.settingsOf(admission.applicationId)
  const allowed = settings ? allowedClaims(settings) : []
  const asked = [...oidc.requestParamClaims]
  if (settings?.claimsInIdToken) askForAll(oidc, grantedClaims(settings, oidc.requestParamScopes))
  // By it a stream says which sign-in is over.
  if (settings && mayUseStreams(settings)) askForAll(oidc, ['sid'])
  const grant = new oidc.provider.Grant({
    accountId: admission.accountId,
    clientId: admission.applicationId,
  })
  Object.assign(grant, { jti: admission.id, expiresIn: secondsUntil(deps, admission.expiresAt) })
  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '))
  grant.addOIDCClaims(
    settings?.claimsInIdToken ? [...allowed] : asked.filter((claim) => allowed.includes(claim)),
  )
  await grant.save()
  return grant
}

/** What the scopes that it may ask for tell, and what it has of its own. */
export function allowedClaims(settings: OidcSettings): readonly string[] {
  return grantedClaims(settings, new Set(settings.scopes))
}

function grantedClaims(settings: OidcSettings, scopes: ReadonlySet<string>): readonly string[] {
  const told = Object.entries(claimsByScope).flatMap(([scope, claims]) => (scopes.has(scope) ? claims : []))
  return [...told, ...ownClaimsOf(settings)]
}

/** As if the client had named each of them in the claims parameter (Core §5.5). */
function askForAll(oidc: KoaContextWithOIDC['oidc'], claims: readonly string[]): void {
  const asked = Object.fromEntries(claims.map((claim) => [claim, null]))
  oidc.claims.id_token = { ...asked, ...oidc.claims.id_token }
}

function secondsUntil({ engine }: OidcDeps, at: number): number {
  return Math.max(1, Math.floor((at - engine.storage.clock.now()) / 1000))
}

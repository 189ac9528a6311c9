import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { isUnseen } from '../../administration/index.ts'
import type { GivenUp } from '../../admissions/index.ts'
import { type Admission, admit } from '../../authentication/index.ts'
import { SallyportError } from '../../kernel/errors.ts'
import type { Id } from '../../kernel/ids.ts'
import { acrOf, meetsAcr } from '../acr.ts'
import { accountOf } from './account.ts'
import type { OidcDeps } from './deps.ts'
import { grantFor } from './grant.ts'
import { seenOf } from './seen.ts'
import { sidOf } from './sid.ts'
import { essentialAcrs, wantedAcrs, wishesOf } from './wishes.ts'

type Oidc = KoaContextWithOIDC['oidc']

/** What the library keeps of an interaction for us. */
interface ComingBack {
  /** The way on which the browser was sent to our pages. */
  readonly referral?: string
}

/**
 * Whether the person at this browser is let in to this client now. Asked at every authorization request, whatever the
 * library remembers: the engine decides (R3). False: they have to go to our pages first.
 */
export async function decide(deps: OidcDeps, context: KoaContextWithOIDC): Promise<boolean> {
  const { oidc } = context
  const { referral } = (oidc.result ?? {}) as ComingBack
  const outcome = await askEngine(deps, context, referral)
  if (outcome.admitted) {
    await handOver(deps, context, outcome.admitted)
    return true
  }
  if (outcome.refused === 'given-up') throw wentBack(oidc, outcome.because)
  // Our pages say why before the client does, unless they have had their turn or are not wanted.
  if (outcome.refused === 'denied' && (referral || oidc.prompts.has('none'))) throw denied()
  if (referral) throw cameBackWithout(oidc)
  return false
}

async function askEngine(deps: OidcDeps, context: KoaContextWithOIDC, referral: string | undefined) {
  const { oidc } = context
  const { sessionToken, surroundings } = seenOf(context.req)
  if (!(await isWhoWasMeant(deps, context, sessionToken))) return { refused: 'sign-in' } as const
  // Nobody has looked at it: whoever is signed in here already is told so, and goes on or back.
  if (referral === undefined && (await isUnseen(deps.engine, clientIdOf(oidc))))
    return { refused: 'sign-in' } as const
  const settings = await deps.clients.settingsOf(clientIdOf(oidc))
  const offline = settings?.grants.includes('refresh_token') && settings.scopes.includes('offline_access')
  try {
    return await admit(deps.engine, {
      sessionToken,
      applicationId: clientIdOf(oidc),
      door: 'oidc',
      wishes: wishesOf(oidc),
      surroundings,
      ...(referral === undefined ? {} : { referral }),
      ...(offline ? { offline } : {}),
    })
  } catch (error) {
    if (error instanceof SallyportError && error.code === 'referral.over')
      throw new errors.AccessDenied('the sign-in took too long')
    throw error
  }
}

/** The client may have somebody in mind; another one who is signed in here is not let in to it for them. */
async function isWhoWasMeant(
  { engine }: OidcDeps,
  { oidc }: KoaContextWithOIDC,
  sessionToken: string | undefined,
): Promise<boolean> {
  const meant = meantBy(oidc)
  if (meant.length === 0) return true
  const session = await engine.sessions.findLiving(sessionToken)
  return session !== undefined && meant.every((sub) => sub === session.accountId)
}

function meantBy({ entities, claims }: Oidc): readonly unknown[] {
  const wanted = (claims.id_token?.sub as { readonly value?: unknown } | undefined)?.value
  return [entities.IdTokenHint?.payload.sub, wanted].filter((sub) => sub !== undefined)
}

function denied(): Error {
  return new errors.AccessDenied('this application does not let you in now')
}

/** They were at our pages, and have said no there; or nothing that they have says yes. */
function wentBack(oidc: Oidc, because: GivenUp): Error {
  if (because === 'denied') return denied()
  return because === 'turned-back'
    ? new errors.AccessDenied('nobody wanted to sign in')
    : cameBackWithout(oidc)
}

/** They were at our pages, and are still not let in: nothing was shown, or not what was wished for. */
function cameBackWithout(oidc: Oidc): Error {
  if (wantedAcrs(oidc).length > 0)
    return new errors.UnmetAuthenticationRequirements('what was asked for was not shown')
  // OpenID Connect Core §3.1.2.1, of `id_token_hint`.
  if (meantBy(oidc).length > 0) return new errors.LoginRequired('who was meant did not sign in')
  return new errors.AccessDenied('nobody signed in')
}

/** Tells the library who it is, how they have proved it, and what it may hand out; all of it hangs on the admission. */
async function handOver(deps: OidcDeps, context: KoaContextWithOIDC, admission: Admission): Promise<void> {
  const { oidc } = context
  const { session } = oidc
  if (!session) throw new errors.SessionNotFound('there is no session to keep this in')
  requireEssential(oidc, admission)
  if (session.accountId !== undefined && session.accountId !== admission.accountId) beginAnew(session)
  session.loginAccount({
    accountId: admission.accountId,
    loginTs: Math.floor(admission.begun.authenticatedAt / 1000),
    acr: acrOf(admission.begun, wantedAcrs(oidc)),
    amr: [...admission.begun.amr],
    transient: true,
  })
  const clientId = clientIdOf(oidc)
  session.sidFor(clientId, sidOf(admission))
  const grant = await grantFor(deps, context, admission)
  session.grantIdFor(clientId, grant.jti)
  oidc.entity('Account', accountOf(deps, admission))
  oidc.entity('Grant', grant)
}

function requireEssential({ claims }: Oidc, { begun }: Admission): void {
  const essential = essentialAcrs(claims)
  if (essential.length > 0 && !essential.some((one) => meetsAcr(one, begun)))
    throw new errors.UnmetAuthenticationRequirements('what was asked for was not shown')
}

type LibrarySession = NonNullable<Oidc['session']>

/** Somebody else sits at this browser: nothing of what it was told before is theirs. */
function beginAnew(session: LibrarySession): void {
  session.authorizations = {}
  session.resetIdentifier()
}

export function clientIdOf({ client }: Pick<Oidc, 'client'>): Id<'application'> {
  if (!client) throw new errors.InvalidClient('client is invalid', 'client not found')
  return client.clientId as Id<'application'>
}

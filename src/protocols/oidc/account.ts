import type { KoaContextWithOIDC, Account as LibraryAccount } from 'oidc-provider'
import { type Admission, stillAdmitted } from '../../authentication/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { claimsOf } from './claims.ts'
import type { OidcDeps } from './deps.ts'
import { allowedClaims } from './grant.ts'
import { seenOfSystem } from './seen.ts'
import { isBound, type OidcSettings } from './settings.ts'

/**
 * Whoever was let in, as the library calls them. What is told of them is read when it is told, and so is what may be
 * told: a token of before brings no more than one of now (R3).
 */
export function accountOf(deps: OidcDeps, { account, applicationId }: Admission): LibraryAccount {
  return {
    accountId: account.id,
    async claims() {
      const settings = await deps.clients.settingsOf(applicationId)
      if (!settings) return { sub: account.id }
      const told = Object.entries(await claimsOf(deps.engine, account, settings))
      const allowed = new Set(['sub', ...allowedClaims(settings)])
      return { ...Object.fromEntries(told.filter(([claim]) => allowed.has(claim))), sub: account.id }
    },
  }
}

/** What is shown to us: a code, a token, the code of a device. */
export interface Hanging {
  readonly grantId?: string | undefined
  readonly accountId?: string | undefined
  readonly clientId?: string | undefined
  readonly kind?: string | undefined
  /** By which key or certificate a token is bound. */
  readonly jkt?: string | undefined
  readonly 'x5t#S256'?: string | undefined
}

/** An access token that is bound to nothing: it was issued before it had to be (R3). */
export function isUnbound({ kind, jkt, 'x5t#S256': certificate }: Hanging, settings: OidcSettings): boolean {
  return kind === 'AccessToken' && isBound(settings) && (jkt ?? certificate) === undefined
}

/**
 * Whoever a code or token was issued for, if they are still let in to the client that it was issued to: decided anew,
 * each time (R3, A-069).
 */
export async function admissionOf(
  deps: OidcDeps,
  { req }: Pick<KoaContextWithOIDC, 'req'>,
  shown: Hanging,
): Promise<Admission | undefined> {
  if (!shown.grantId) return undefined
  const admission = await stillAdmitted(deps.engine, shown.grantId as Id<'admission'>, seenOfSystem(req))
  const fits = admission?.accountId === shown.accountId && admission?.applicationId === shown.clientId
  return fits ? admission : undefined
}

/** What the library asks with. Without something shown it only wants a name for what it remembers, which decides nothing. */
export async function findAccount(
  deps: OidcDeps,
  context: KoaContextWithOIDC,
  accountId: string,
  shown: Hanging | undefined,
): Promise<LibraryAccount | undefined> {
  if (!shown) return { accountId, claims: async () => ({ sub: accountId }) }
  const settings = shown.clientId === undefined ? undefined : await deps.clients.settingsOf(shown.clientId)
  if (!settings || isUnbound(shown, settings)) return undefined
  const admission = await admissionOf(deps, context, shown)
  return admission && accountOf(deps, admission)
}

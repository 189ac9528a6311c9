import type { Client, Configuration, KoaContextWithOIDC } from 'oidc-provider'
import { isUnseen } from '../../administration/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { admissionOf, type Hanging, isUnbound } from './account.ts'
import { mutualTls } from './certificates/shown.ts'
import type { OidcDeps } from './deps.ts'
import * as pages from './pages.ts'

/** What of the protocol and its extensions is spoken here. */
export function featuresOf(deps: OidcDeps): NonNullable<Configuration['features']> {
  return {
    mTLS: mutualTls(deps),
    devInteractions: { enabled: false },
    resourceIndicators: { enabled: false },
    backchannelLogout: { enabled: true },
    claimsParameter: { enabled: true },
    fapi: { enabled: true, profile: (_, client) => (client?.fapi2 === true ? '2.0' : undefined) },
    clientCredentials: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    requestObjects: { enabled: true },
    revocation: {
      enabled: true,
      allowedPolicy: async (_, client, token) => token.clientId === client.clientId,
    },
    introspection: {
      enabled: true,
      allowedPolicy: (context, client, token) => mayLearnOf(deps, context, { client, token }),
    },
    deviceFlow: {
      enabled: true,
      userCodeInputSource: async (context, _form, _out, failure) => pages.deviceCodePage(context, failure),
      userCodeConfirmSource: async (context, _form, client, _device, userCode) =>
        pages.deviceConfirmPage(context, await shownOf(deps, client), userCode),
      successSource: async (context) => pages.deviceConnectedPage(context),
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: async (context) => pages.logoutPage(context),
      postLogoutSuccessSource: async (context) => pages.loggedOutPage(context),
    },
  }
}

async function shownOf({ engine }: OidcDeps, { clientId, clientName = clientId }: Client) {
  return { name: clientName, unseen: await isUnseen(engine, clientId as Id<'application'>) }
}

/** Whoever asks holds the token; a client that cannot keep a secret learns of its own only. A token is worth what is decided now. */
async function mayLearnOf(
  deps: OidcDeps,
  context: KoaContextWithOIDC,
  { client, token }: { readonly client: Client; readonly token: Hanging },
): Promise<boolean> {
  if (client.clientAuthMethod === 'none' && token.clientId !== client.clientId) return false
  const settings = token.clientId === undefined ? undefined : await deps.clients.settingsOf(token.clientId)
  if (!settings || isUnbound(token, settings)) return false
  return !token.grantId || (await admissionOf(deps, context, token)) !== undefined
}

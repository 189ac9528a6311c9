import { type KoaContextWithOIDC, Provider } from 'oidc-provider'
import { configurationOf } from './configuration.ts'
import type { Made, OidcDeps } from './deps.ts'
import { noteEvents } from './events.ts'
import { endPortalSession } from './logout.ts'
import { contentPolicy } from './page.ts'
import { issuerOf } from './routes.ts'

export type { Provider }

/** The library, set up to keep and to decide nothing by itself. */
export function createProvider(deps: OidcDeps, made: Made): Provider {
  const provider = new Provider(issuerOf(deps.engine.baseUrl), configurationOf(deps, made))
  provider.proxy = true
  compareOurSecrets(deps, provider)
  provider.use(async (context, next) => {
    context.set('content-security-policy', contentPolicy)
    await next()
    await endPortalSession(deps, context as KoaContextWithOIDC)
  })
  noteEvents(deps.engine, provider)
  return provider
}

/** The library would compare with what it was told; we hold hashes, several while one takes the place of another. */
function compareOurSecrets({ clients }: OidcDeps, provider: Provider): void {
  Object.defineProperty(provider.Client.prototype, 'compareClientSecret', {
    value(this: { readonly clientId: string }, candidate: string) {
      return clients.holdsSecret(this.clientId, candidate)
    },
  })
}

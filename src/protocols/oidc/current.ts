import { type ConnectedApplication, openReadings } from '../../applications/index.ts'
import { ownClaimsOf } from './claim-names.ts'
import type { Made, OidcDeps } from './deps.ts'
import { currentKeys } from './keys.ts'
import { oidcKind } from './kind.ts'
import type { Provider } from './provider.ts'
import { oidcSettings } from './settings.ts'

/** Milliseconds for which a node goes on without looking at keys and claims again. */
const lookEvery = 1000

/** The provider as it has to be now: made when the first request comes, and anew where keys or claims have changed. */
export function currentProvider(deps: OidcDeps): () => Promise<Provider> {
  const { clock } = deps.engine.storage
  const claimsOfAll = openReadings(deps.engine.doors, oidcKind.id, readClaims)
  let made: { readonly version: string; readonly provider: Provider } | undefined
  let looked = Number.NEGATIVE_INFINITY
  let looking: Promise<Provider> | undefined

  async function look(): Promise<Provider> {
    const [{ version: keyVersion, keys }, claims] = await Promise.all([
      currentKeys(deps.engine),
      claimsOfAll(),
    ])
    const ownClaims = [...new Set(claims.flat())].sort()
    const version = `${keyVersion} ${ownClaims.join()}`
    const provider = made?.version === version ? made.provider : await make(deps, { keys, ownClaims })
    made = { version, provider }
    looked = clock.monotonic()
    return provider
  }

  return async () => {
    if (made && clock.monotonic() - looked < lookEvery) return made.provider
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }
}

/** Here the library is loaded: an installation that nobody signs in to by this door never does. */
async function make(deps: OidcDeps, made: Made): Promise<Provider> {
  const { createProvider } = await import('./provider.ts')
  return createProvider(deps, made)
}

/** Of settings that cannot be read, none. */
function readClaims({ settings }: ConnectedApplication): readonly string[] {
  const read = oidcSettings.safeParse(settings)
  return read.success ? ownClaimsOf(read.data) : []
}

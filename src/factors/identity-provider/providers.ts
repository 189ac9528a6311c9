import { providerUnknown } from './errors.ts'
import type { Provider } from './provider.ts'

/** The identity providers that are configured. */
export interface Providers {
  readonly all: readonly Provider[]
  /** Undefined for one that is configured no longer: its links open nothing. */
  find(id: string): Provider | undefined
  /** Throws `identity-provider.unknown`. */
  require(id: string): Provider
}

export function listProviders(all: readonly Provider[]): Providers {
  const byId = new Map(all.map((provider) => [provider.id, provider]))
  return {
    all,
    find: (id) => byId.get(id),
    require(id) {
      const provider = byId.get(id)
      if (!provider) throw providerUnknown()
      return provider
    },
  }
}

import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Wishes } from '../../admissions/index.ts'
import { wishOfAcrs } from '../acr.ts'

/** A request as far as it wishes for something; the library has checked its form. */
export type Wishing = Pick<KoaContextWithOIDC['oidc'], 'params' | 'prompts' | 'claims'>

/** What the client wishes for. It only raises what policy demands (R15). */
export function wishesOf(oidc: Wishing): Wishes {
  const { assurance, phishingResistant } = wishOfAcrs(wantedAcrs(oidc)) ?? {}
  const within = oidc.params?.max_age
  return {
    ...(assurance === undefined ? {} : { assurance }),
    ...(phishingResistant ? { phishingResistant } : {}),
    ...(within === undefined ? {} : { within: Number(within) * 1000 }),
    ...(asksAnew(oidc) ? { anew: true } : {}),
  }
}

/** The context classes that any of is wanted: an essential claim says more than the parameter. */
export function wantedAcrs({ params, claims }: Wishing): readonly string[] {
  const essential = essentialAcrs(claims)
  return essential.length > 0
    ? essential
    : String(params?.acr_values ?? '')
        .split(' ')
        .filter(Boolean)
}

/** OpenID Connect Core §5.5.1.1: without one of these there is to be no ID token. */
export function essentialAcrs(claims: Wishing['claims']): readonly string[] {
  const { essential, value, values } = (claims?.id_token?.acr ?? {}) as AcrRequest
  if (!essential) return []
  return [value, values].flat().filter((one) => typeof one === 'string')
}

interface AcrRequest {
  readonly essential?: unknown
  readonly value?: unknown
  readonly values?: unknown
}

/** Somebody else may sit there, or the client wants to see him again. */
function asksAnew({ prompts }: Wishing): boolean {
  return prompts.has('login') || prompts.has('select_account')
}

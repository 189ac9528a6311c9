import type { Assurance } from '../policy/index.ts'

/** What somebody has shown, as far as a context class speaks of it. */
export interface Shown {
  readonly assurance: Assurance
  readonly phishingResistant: boolean
}

/** What a context class asks for, as a wish of whoever sends somebody to us; a wish only raises (R15). */
export interface AcrWish {
  readonly assurance?: 2 | 3
  readonly phishingResistant?: true
}

/** Our own names for what was shown, weakest first. The same in OpenID Connect and in SAML. */
export const acr = {
  single: 'urn:sallyport:acr:single',
  mfa: 'urn:sallyport:acr:mfa',
  phishingResistant: 'urn:sallyport:acr:phishing-resistant',
  hardware: 'urn:sallyport:acr:hardware',
} as const

const mfa = { assurance: 2 } as const
const phishingResistant = { assurance: 2, phishingResistant: true } as const
const hardware = { assurance: 3 } as const

/** Everything that we understand, and what it asks for. */
const wishes: ReadonlyMap<string, AcrWish> = new Map<string, AcrWish>([
  [acr.single, {}],
  [acr.mfa, mfa],
  [acr.phishingResistant, phishingResistant],
  [acr.hardware, hardware],
  // REFEDS MFA Profile 1.2: two kinds of factors.
  ['https://refeds.org/profile/mfa', mfa],
  // What Microsoft and older software ask for (OpenID PAPE 1.0).
  ['http://schemas.openid.net/pape/policies/2007/06/multi-factor', mfa],
  // OpenID Connect EAP ACR Values 1.0: one that cannot be phished; the same, kept in hardware.
  ['phr', phishingResistant],
  ['phrh', hardware],
])

/** The context classes that can be asked for, as metadata lists them. */
export const understoodAcrs: readonly string[] = [...wishes.keys()]

/**
 * What to ask somebody for so that one of these context classes is met: the least of them, for each of them will do.
 * Undefined where we understand none.
 */
export function wishOfAcrs(wanted: readonly string[]): AcrWish | undefined {
  const [least] = wanted.flatMap((one) => wishes.get(one) ?? []).sort((a, b) => rankOf(a) - rankOf(b))
  return least
}

/** Whether what was shown meets a context class; never, where we do not understand it (R15). */
export function meetsAcr(wanted: string, shown: Shown): boolean {
  const wish = wishes.get(wanted)
  return wish !== undefined && meets(wish, shown)
}

/** The name to answer with: the first of those asked for that was truly met, or else what was shown, in our words. */
export function acrOf(shown: Shown, wanted: readonly string[] = []): string {
  return wanted.find((one) => meetsAcr(one, shown)) ?? ownAcrOf(shown)
}

function ownAcrOf({ assurance, phishingResistant: resistant }: Shown): string {
  if (assurance >= 3) return acr.hardware
  if (assurance < 2) return acr.single
  return resistant ? acr.phishingResistant : acr.mfa
}

function meets(wish: AcrWish, shown: Shown): boolean {
  if (shown.assurance < (wish.assurance ?? 1)) return false
  return !wish.phishingResistant || shown.phishingResistant || shown.assurance >= 3
}

function rankOf(wish: AcrWish): number {
  return (wish.assurance ?? 1) * 2 + (wish.phishingResistant ? 1 : 0)
}

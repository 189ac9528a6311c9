import type { AuthenticatorView, FactorInfo } from '../../api/types.ts'

/** Authenticators by what they open: first door, second door, or the way back after a loss. */
export interface ByDoor {
  readonly first: readonly AuthenticatorView[]
  readonly second: readonly AuthenticatorView[]
  readonly recovery: readonly AuthenticatorView[]
}

/** Sorts authenticators by door; those of unknown factors count as second. */
export function byDoor(items: readonly AuthenticatorView[], factors: readonly FactorInfo[]): ByDoor {
  const doorOf = ({ factor }: AuthenticatorView): keyof ByDoor => {
    const info = factors.find(({ id }) => id === factor)
    if (info?.role === 'recovery') return 'recovery'
    return info?.first === true ? 'first' : 'second'
  }
  return {
    first: items.filter((item) => doorOf(item) === 'first'),
    second: items.filter((item) => doorOf(item) === 'second'),
    recovery: items.filter((item) => doorOf(item) === 'recovery'),
  }
}

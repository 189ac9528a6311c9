import type { FactorInfo } from '../../../../web/api/types.ts'

/** A provider by which one may sign in here. */
export interface ShownProvider {
  readonly id: string
  readonly name: string
}

export function providersOf({ settings }: Pick<FactorInfo, 'settings'>): readonly ShownProvider[] {
  return (settings?.providers ?? []) as readonly ShownProvider[]
}

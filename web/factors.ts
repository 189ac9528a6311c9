import { passwordScreens } from '../src/factors/password/web/index.ts'
import { recoveryCodesScreens } from '../src/factors/recovery-codes/web/index.ts'
import { totpScreens } from '../src/factors/totp/web/index.ts'
import type { FactorScreens } from './kit/factor-screens.ts'
import type { Words } from './kit/words.ts'

/** The list. The screens of a factor are its folder and its line here; nothing else names it. */
const screens: readonly FactorScreens[] = [passwordScreens, totpScreens, recoveryCodesScreens]

/** The screens of a factor; undefined for one that this page does not know yet. */
export function screensOf(factor: string): FactorScreens | undefined {
  return screens.find((candidate) => candidate.id === factor)
}

/** The words of all factors, each under its id. */
export function factorWords(): Readonly<Record<string, Words>> {
  return Object.fromEntries(screens.map(({ id, words }) => [id, words]))
}

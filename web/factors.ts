import type { FactorScreens } from './kit/factor-screens.ts'
import type { Words } from './kit/words.ts'

/** The screens of every factor, found in the factors' own folders: nothing here names one. */
const screens = Object.values(
  import.meta.glob<FactorScreens>('../src/factors/*/web/index.ts', { eager: true, import: 'screens' }),
)

/** The screens of a factor; undefined for one that this page does not know yet. */
export function screensOf(factor: string): FactorScreens | undefined {
  return screens.find((candidate) => candidate.id === factor)
}

/** What browsers may offer in the field for the name: names, and whatever opens a sign-in by itself. */
export function nameAutofill(): string {
  return ['username', ...screens.flatMap(({ autofill }) => autofill ?? [])].join(' ')
}

/** The words of all factors, each under its id. */
export function factorWords(): Readonly<Record<string, Words>> {
  return Object.fromEntries(screens.map(({ id, words }) => [id, words]))
}

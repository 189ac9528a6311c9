import type { PhoneScreen } from './kit/phone-screen.ts'

/** What every factor shows on a phone that answers, found in the factors' own folders: nothing here names one. */
export const phoneScreens: readonly PhoneScreen[] = Object.values(
  import.meta.glob<PhoneScreen>('../src/factors/*/web/phone/index.ts', { eager: true, import: 'phone' }),
)

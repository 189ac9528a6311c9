import type { AttemptView } from '../api/types.ts'

/** The page on which a sign-in goes on after its browser was elsewhere. */
export function backTo({ purpose }: Pick<AttemptView, 'purpose'>): string {
  const { pathname, search } = location
  if (pathname === '/sign-in') return `${pathname}${search}`
  return purpose === 'step-up' ? `/sign-in?to=${encodeURIComponent(`${pathname}${search}`)}` : '/sign-in'
}

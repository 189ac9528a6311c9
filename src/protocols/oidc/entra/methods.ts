import type { Proved } from '../../../policy/index.ts'

/**
 * What Microsoft calls methods, strongest first, of those that our factors prove. To Microsoft each of them is
 * something held; what somebody is or knows it would take from us only under names that nothing here can show truthfully.
 */
const methods = ['hwk', 'sc', 'swk', 'pop', 'otp', 'sms'] as const
export type Method = (typeof methods)[number]

/** Context classes that something held meets; the others are of factors that nobody can show here. */
export const metByPossession = [
  'possession',
  'possessionorinherence',
  'knowledgeorpossession',
  'knowledgeorpossessionorinherence',
] as const
export type ContextClass = (typeof metByPossession)[number]

/** The one class to answer with, of those that are asked for; undefined where something held meets none. */
export function classAmong(asked: readonly string[]): ContextClass | undefined {
  return metByPossession.find((one) => asked.includes(one))
}

/** The methods that may be answered; all of them where none was named. */
export function methodsAmong(asked: readonly string[] | undefined): readonly Method[] {
  return methods.filter((method) => asked?.includes(method) ?? true)
}

/** The one method to answer with: what was shown, and is asked for. A vouch holds nothing, and so is never it. */
export function methodOf(proved: readonly Proved[], asked: readonly Method[]): Method | undefined {
  const shown = proved.filter(({ role, kinds }) => role === 'factor' && kinds.includes('has'))
  const names = new Set(shown.flatMap(({ amr }) => amr))
  return asked.find((method) => names.has(method))
}

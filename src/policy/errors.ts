import { SallyportError } from '../kernel/errors.ts'

export function strengthUnknown({ name, need }: { readonly name: string; readonly need: unknown }) {
  const strength = typeof need === 'string' ? need : (need as { readonly strength?: string }).strength
  return new SallyportError(
    'invalid',
    'policy.strength-unknown',
    `The rule "${name}" asks for "${strength}", and there is no such strength. Define it under policy.strengths.`,
  )
}

export function nameTaken(what: 'rule' | 'strength', name: string) {
  return new SallyportError(
    'conflict',
    'policy.name-taken',
    `The configuration has a ${what} "${name}", and so have the rules that are applied. Call one of them otherwise.`,
  )
}

export function revisionStale() {
  return new SallyportError(
    'conflict',
    'policy.stale',
    'Other rules have been applied meanwhile. Look at them, and apply yours again.',
  )
}

export function revisionNotFound() {
  return new SallyportError(
    'not-found',
    'policy.revision-not-found',
    'There is no such revision of the rules.',
  )
}

export function unsatisfied() {
  return new SallyportError('internal', 'requirement.unsatisfied', 'What was asked for has not been proved.')
}

export function exceptionNotFound() {
  return new SallyportError('not-found', 'policy.exception-not-found', 'There is no such exception.')
}

export function exceptionOver() {
  return new SallyportError(
    'conflict',
    'policy.exception-over',
    'This exception was decided on or ended meanwhile. Look at it again.',
  )
}

export function exceptionTooLong(days: number) {
  return new SallyportError(
    'invalid',
    'policy.exception-too-long',
    `An exception ends in the future, and after ${days} days at most. Ask again where it is needed longer.`,
    { details: { days } },
  )
}

export function demandUnknown(demand: string) {
  return new SallyportError(
    'invalid',
    'policy.demand-unknown',
    `Nobody demands "${demand}" here. Name "mfa.required", or "rule:" and the name of a rule.`,
  )
}

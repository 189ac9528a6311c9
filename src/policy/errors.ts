import { SallyportError } from '../kernel/errors.ts'

export function strengthUnknown({ name, need }: { readonly name: string; readonly need: unknown }) {
  const strength = typeof need === 'string' ? need : (need as { readonly strength?: string }).strength
  return new SallyportError(
    'invalid',
    'policy.strength-unknown',
    `The rule "${name}" asks for "${strength}", and there is no such strength. Define it under policy.strengths.`,
  )
}

export function unsatisfied() {
  return new SallyportError('internal', 'requirement.unsatisfied', 'What was asked for has not been proved.')
}

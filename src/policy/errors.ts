import { SallyportError } from '../kernel/errors.ts'

export function unsatisfied() {
  return new SallyportError('internal', 'requirement.unsatisfied', 'What was asked for has not been proved.')
}

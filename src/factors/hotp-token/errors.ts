import { SallyportError } from '../../kernel/errors.ts'
import type { Problem } from './import/problem.ts'

/** A file that cannot be brought in; each problem has its place, and none of them quotes a secret. */
export function fileRefused(problems: readonly Problem[], found: number) {
  const [first] = problems
  const more = found > 1 ? ` And ${found - 1} more.` : ''
  const message = `Nothing was brought in. ${first?.where}: ${first?.reason}.${more}`
  return new SallyportError('invalid', 'hotp-token.file', message, { details: { problems, found } })
}

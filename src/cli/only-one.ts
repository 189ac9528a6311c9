import type { SallyportError } from '../kernel/errors.ts'
import { ambiguous } from './errors.ts'

/** The one that a name means. Throws what `none` makes, and `cli.ambiguous` where several have it. */
export function onlyOne<One extends { readonly id: string }>(
  name: string,
  called: readonly One[],
  none: () => SallyportError,
): One {
  const [one, ...others] = called
  if (!one) throw none()
  if (others.length === 0) return one
  throw ambiguous(
    name,
    called.map(({ id }) => id),
  )
}

import type { CaredForView } from '../../administration/index.ts'
import type { ShownTie } from './installation.ts'

type Told = Pick<ShownTie, 'id' | 'factor' | 'label' | 'status' | 'createdAt' | 'lastUsedAt' | 'describe'> &
  Pick<CaredForView, 'tied'>

/** Of what an account has, that which another house says. */
export function tiesOf(authenticators: readonly Told[]): readonly ShownTie[] {
  return authenticators.flatMap(({ id, factor, label, status, createdAt, lastUsedAt, describe, tied }) =>
    tied
      ? [
          {
            ...{ id, factor, label, status, createdAt, describe },
            ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
            ...(tied.by === undefined ? {} : { tiedBy: tied.by }),
          },
        ]
      : [],
  )
}

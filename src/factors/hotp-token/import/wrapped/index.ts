import type { Importer } from '../../../factor.ts'
import type { TokenData } from '../../schema.ts'
import { openPgp } from './open-pgp.ts'
import { refusedWrapper } from './refused.ts'
import { unwrapping } from './unwrapping.ts'
import { zip } from './zip.ts'

/** What makers send files in: two kinds are opened, two are told apart and refused with advice. */
export function wrapperImporters(inside: readonly Importer<TokenData>[]): readonly Importer<TokenData>[] {
  return [refusedWrapper, ...[openPgp, zip].map((wrapper) => unwrapping(wrapper, inside))]
}

import { z } from 'zod'
import type { Importer } from '../../../factor.ts'
import type { TokenData } from '../../schema.ts'
import { refuseFile } from '../problems.ts'

/** Archives that nothing here opens. Their owner does, and brings what is inside. */
export const refusedWrapper: Importer<TokenData> = {
  id: 'wrapped',
  title: '7z or RAR (decrypt it first)',
  options: z.unknown(),
  recognises: (file) => archiveOf(file) !== undefined,
  async read(file) {
    return refuseFile(
      `it is ${archiveOf(file) ?? 'an archive'}`,
      'Decrypt it with what its maker gave you, and bring what is inside.',
    )
  },
}

const beginnings: readonly (readonly [string, string])[] = [
  ['a 7z archive', '7z\u00bc\u00af'],
  ['a RAR archive', 'Rar!'],
]

function archiveOf(file: Uint8Array): string | undefined {
  const beginning = Buffer.from(file.subarray(0, 8)).toString('latin1')
  return beginnings.find(([, bytes]) => beginning.startsWith(bytes))?.[0]
}

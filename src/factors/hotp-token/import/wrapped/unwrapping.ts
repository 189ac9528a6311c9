import { z } from 'zod'
import { parseWith } from '../../../../kernel/parse.ts'
import type { Importer } from '../../../factor.ts'
import type { TokenData } from '../../schema.ts'
import { refuseFile } from '../problems.ts'
import { checkSize } from '../text.ts'
import type { Opener } from './options.ts'

/** Something that makers send files in, and how it is opened: in memory, for as long as it is read. */
export interface Wrapper {
  readonly id: string
  readonly title: string
  readonly options: z.ZodType
  recognises(file: Uint8Array): boolean
  /** The one file inside. Throws `hotp-token.file` where it cannot be opened, or has more than 128 MiB. */
  open(file: Uint8Array, opener: Opener): Promise<Uint8Array>
}

/** Opens a wrapper, and has what is inside read by whoever recognises it. A wrapper in a wrapper is not opened. */
export function unwrapping(wrapper: Wrapper, inside: readonly Importer<TokenData>[]): Importer<TokenData> {
  const { id, title, options } = wrapper
  return {
    id,
    title,
    options,
    recognises: wrapper.recognises,
    async read(file, given) {
      checkSize(file)
      const { opener, others } = openerFirst.parse(given ?? {})
      const opened = await wrapper.open(file, opener)
      const reader = inside.find((one) => one.recognises(opened))
      if (!reader)
        return refuseFile('what is inside is no kind of file that is known', 'Check what was packed.')
      return reader.read(opened, parseWith(reader.options, others, 'options'))
    },
  }
}

const openerFirst = z
  .looseObject({ passphrase: z.string().optional(), privateKey: z.string().optional() })
  .transform(({ passphrase, privateKey, ...others }) => ({ opener: { passphrase, privateKey }, others }))

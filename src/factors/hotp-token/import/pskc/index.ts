import type { FactorHost, Importer } from '../../../factor.ts'
import type { TokenConfig } from '../../config.ts'
import type { TokenData } from '../../schema.ts'
import { allOrNone } from '../collect.ts'
import { collectProblems } from '../problems.ts'
import { beginningOf } from '../text.ts'
import { readContainer } from './container.ts'
import { openKeys } from './keys.ts'
import { type PskcOptions, pskcOptions } from './options.ts'
import { tokensOf } from './tokens.ts'

/** RFC 6030: plain, or encrypted under a pre-shared key or a passphrase. */
export function pskc(config: TokenConfig, host: Pick<FactorHost, 'mac'>): Importer<TokenData> {
  return {
    id: 'pskc',
    title: 'PSKC (RFC 6030)',
    options: pskcOptions,
    recognises: (file) => /<([\w-]+:)?KeyContainer[\s>]/.test(beginningOf(file)),
    async read(file, given) {
      const options: PskcOptions = pskcOptions.parse(given) ?? {}
      const problems = collectProblems()
      const container = await readContainer(file, options)
      const keys = await openKeys(container, options)
      return allOrNone(host, await tokensOf(container.packages, keys, { config, problems }), problems)
    },
  }
}

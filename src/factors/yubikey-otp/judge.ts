import type { YubikeyConfig } from './config.ts'
import type { AskServers } from './judge-by-servers.ts'
import { type Judgement, judgeOwn } from './judge-own.ts'
import { publicIdOf, sealedBlockOf, type YubikeyData, type YubikeyProof } from './schema.ts'

/** Who judges the touches of this installation. */
export interface Judges {
  readonly config: YubikeyConfig
  /** Undefined where no validation servers are configured. */
  readonly askServers: AskServers | undefined
}

/** A key as far as a judgement needs it: enrolled, or still in the pool. */
export interface JudgedKey {
  readonly data: YubikeyData
  readonly counter: bigint | undefined
}

/** What one touch is worth to one key; by us where we hold its secret, else by those who do. */
export async function judge(
  { config, askServers }: Judges,
  { data, counter }: JudgedKey,
  proof: YubikeyProof,
  at: number,
): Promise<Judgement> {
  if (publicIdOf(proof) !== data.publicId) return { touch: 'wrong' }
  if (data.judge === 'servers') return (await askServers?.(proof.otp, counter)) ?? { touch: 'unjudged' }
  const longestDelay = config.longestDelay * 1000
  return judgeOwn({ key: data, counter, block: sealedBlockOf(proof), at, longestDelay })
}

/** What the row holds after a touch was accepted. */
export function afterTouch(
  { restored: _, ...data }: YubikeyData,
  { moment }: Extract<Judgement, { touch: 'right' }>,
): YubikeyData {
  return data.judge === 'own' && moment ? { ...data, moment } : data
}

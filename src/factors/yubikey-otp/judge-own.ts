import { equalBytes } from '../../kernel/tokens.ts'
import { type Block, openBlock } from './block.ts'
import { decodeModhex } from './modhex.ts'
import type { Moment, OwnKey } from './schema.ts'

/** What a touch is worth. Its counter is the number of power-ups, then of touches: it only grows. */
export type Judgement =
  | { readonly touch: 'right'; readonly counter: bigint; readonly moment?: Moment }
  | { readonly touch: 'wrong' | 'spent' | 'late' | 'unjudged' }

interface Touched {
  readonly key: OwnKey
  /** The last one that was accepted. */
  readonly counter: bigint | undefined
  readonly block: string
  readonly at: number
  /** Milliseconds. */
  readonly longestDelay: number
}

const ticksPerSecond = 8
const allTicks = 2 ** 24
/** How wrong the clock of a key may be. It is a cheap one. */
const clockError = 0.3

/** Judges by the key's own secret. Nothing is told apart before the private id was found inside. */
export function judgeOwn({ key, counter, block: sealed, at, longestDelay }: Touched): Judgement {
  const block = openBlock(Buffer.from(key.key, 'hex'), decodeModhex(sealed))
  if (!block || !equalBytes(block.privateId, Buffer.from(key.privateId, 'hex'))) return { touch: 'wrong' }
  const found = counterOf(block.powerUp, block.touch)
  if (counter !== undefined && found <= counter) return { touch: 'spent' }
  const { moment } = key
  const implausible = moment?.powerUp === block.powerUp && implausibility(moment, block, at, longestDelay)
  if (implausible) return { touch: implausible }
  return { touch: 'right', counter: found, moment: { powerUp: block.powerUp, ticks: block.ticks, at } }
}

/** One number that grows with each touch: power-ups count more. */
export function counterOf(powerUp: number, touch: number): bigint {
  return BigInt(powerUp) * 256n + BigInt(touch)
}

/**
 * Within one power-up the key's clock runs on beside ours. It never goes back; and a touch that was kept back, to be
 * used later by somebody else, shows how old it is.
 */
function implausibility(
  last: Moment,
  block: Block,
  at: number,
  longestDelay: number,
): 'wrong' | 'late' | undefined {
  const passed = Math.max(0, at - last.at)
  const ticks = (block.ticks - last.ticks + allTicks) % allTicks
  const halfRound = allTicks / 2
  if (passed > (halfRound / ticksPerSecond) * 1000) return undefined // too long ago: its clock may have gone round
  if (ticks === 0 || ticks >= halfRound) return 'wrong'
  const age = passed - (ticks / ticksPerSecond) * 1000
  return age > longestDelay + passed * clockError ? 'late' : undefined
}

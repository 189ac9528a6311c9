/** The next counter of a token that counts: what is kept is the one after the last accepted. */
export function nextCounter(counter: bigint | undefined): bigint {
  return counter ?? 0n
}

/** The last accepted step of a token with a clock: a mark beyond all time refuses everything, and nothing throws. */
export function lastStep(counter: bigint | undefined): number | undefined {
  if (counter === undefined) return undefined
  return counter > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(counter)
}

/** The most that is kept of a counter: 63 bits. No button is pressed as often. */
export const mostCounter = 2n ** 63n - 1n

export function isUsedUp(counter: bigint): boolean {
  return counter >= mostCounter
}

/** Something that is counted: under which name, by which property, and what it means. */
export interface Tally {
  readonly name: string
  readonly help: string
  /** The property that tells its counts apart. Its values are ours, never a stranger's: each is kept. */
  readonly by: string
}

/** What happened how often since this process began: for whoever watches it. */
export interface Tallies {
  count(tally: Tally, value: string): void
  all(): Iterable<readonly [Tally, ReadonlyMap<string, number>]>
}

export function openTallies(): Tallies {
  const tallies = new Map<Tally, Map<string, number>>()
  return {
    count(tally, value) {
      const counts = tallies.get(tally) ?? new Map<string, number>()
      tallies.set(tally, counts.set(value, (counts.get(value) ?? 0) + 1))
    },
    all: () => tallies,
  }
}

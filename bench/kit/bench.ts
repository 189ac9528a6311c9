export interface BenchOptions {
  /** Shorter rounds, for a first impression. */
  readonly quick: boolean
}

/** One figure, measured in this run. */
export interface Measure {
  readonly bench: string
  readonly measure: string
  readonly value: number
  readonly unit: string
  /** What `ratio` compares with, or null for a figure that stands alone. */
  readonly against: string | null
  readonly ratio: number | null
  /** What is aimed at, in words, or null where nothing is. */
  readonly target: string | null
  /** Whether this very figure reaches the target; null without one. */
  readonly met: boolean | null
}

/** A module of this folder exports one of these as `bench`, and stands in the list of run.ts. */
export interface Bench {
  readonly name: string
  run(options: BenchOptions): AsyncIterable<Measure>
}

import { setImmediate as turn } from 'node:timers/promises'

/** Rows of a table between where a look has come to and where it pauses next. */
export interface Stretch {
  /** The row before it; undefined where it begins at the end of the table. */
  readonly after: string | undefined
  /** The last row of it; undefined where nothing lies behind. */
  readonly upTo: string | undefined
}

export interface Look<Row> {
  readonly limit: number
  readonly after?: string | undefined
  /** The last row of the stretch that begins behind one; undefined where it is the last stretch. */
  readonly endOf: (after: string | undefined) => Promise<string | undefined>
  readonly find: (stretch: Stretch, limit: number) => Promise<readonly Row[]>
}

/**
 * The first of a long table that are looked for, where no index leads to them and they may be nowhere: stretch by
 * stretch, so that others get their turn in between.
 */
export async function inStretches<Row>({ limit, after, endOf, find }: Look<Row>): Promise<readonly Row[]> {
  const found: Row[] = []
  for (let from = after; ; await turn()) {
    const upTo = await endOf(from)
    found.push(...(await find({ after: from, upTo }, limit - found.length)))
    if (upTo === undefined || found.length >= limit) return found
    from = upTo
  }
}

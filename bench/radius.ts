import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench, Measure } from './kit/bench.ts'
import { type Child, startChild } from './kit/child.ts'
import { median } from './kit/race.ts'
import { type FreeRadius, startFreeRadius } from './radius/freeradius.ts'
import type { Turn, TurnResult } from './radius/load.ts'
import type { Opened } from './radius/sallyport.ts'

/**
 * RADIUS on 64 clients that each wait for their answer: right codes, each yes durably booked. Against FreeRADIUS, which
 * looks as many people up in an SQLite file: once with a row for each yes there, too, and once with none.
 */
export const bench: Bench = {
  name: 'radius',
  async *run({ quick }) {
    const plan = quick
      ? { rounds: 3, milliseconds: 500, each: 3_000 }
      : { rounds: 5, milliseconds: 3_000, each: 20_000 }
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-radius-'))
    const load = startChild<Turn, TurnResult>(new URL('./radius/load.ts', import.meta.url))
    const ours = startChild<{ database: string; people: number }, Opened>(
      new URL('./radius/sallyport.ts', import.meta.url),
    )
    const people = plan.rounds * plan.each
    const rivals: FreeRadius[] = []
    try {
      const opened = await ours.ask({ database: join(folder, 'sallyport.db'), people })
      if (!opened.durable) throw new Error('a yes would not be on disk')
      const there = spawnSync('which', ['freeradius']).status === 0
      for (const books of there ? [true, false] : [])
        rivals.push(await startFreeRadius(join(folder, `freeradius-${books}`), people, books))
      const [own, ...others] = await compete([opened, ...rivals], load, plan)
      const names = ['FreeRADIUS with a row for each yes', 'FreeRADIUS that looks up and books nothing']
      const [booking] = others
      yield rate(
        `right codes, ${people} accounts`,
        own,
        booking === undefined ? undefined : names[0],
        booking,
      )
      for (const [index, other] of others.entries()) yield rate(names[index] ?? '', other)
    } finally {
      await Promise.all([load.stop(), ours.stop(), ...rivals.map((rival) => rival.stop())])
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

type Entrant = Opened | FreeRadius

/** Round by round, each in turn, so that a busy machine is as busy for all. The median of each. */
async function compete(
  entrants: readonly Entrant[],
  load: Child<Turn, TurnResult>,
  {
    rounds,
    milliseconds,
    each,
  }: { readonly rounds: number; readonly milliseconds: number; readonly each: number },
): Promise<readonly number[]> {
  const rates = entrants.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    const people = Array.from({ length: each }, (_, index) => round * each + index)
    for (const [index, entrant] of entrants.entries()) {
      if ('teach' in entrant) entrant.teach(people)
      const { port, secret } = entrant
      const { done, others, seconds } = await load.ask({ port, secret, people, milliseconds })
      if (others.length > 0) throw new Error(`entrant ${index}: ${others} beside ${done} yeses`)
      rates[index]?.push(done / seconds)
    }
  }
  return rates.map(median)
}

function rate(name: string, value = Number.NaN, against?: string, other?: number): Measure {
  return {
    bench: 'radius',
    measure: name,
    value,
    unit: 'requests/s',
    against: against ?? null,
    ratio: other === undefined ? null : value / other,
    target: null,
    met: null,
  }
}

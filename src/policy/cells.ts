import type { Circumstances } from './facts.ts'
import { samplesOf } from './network.ts'
import type { Policy } from './policy.ts'
import { during, edgesOf, type WallClock, type WeekTime, wallClock } from './week-time.ts'

/** Circumstances that no rule of a policy tells apart from some others: what holds of these holds of them all. */
export interface Cell extends Pick<Circumstances, 'source' | 'country' | 'knownDevice' | 'at'> {
  readonly text: string
}

const minute = 60_000
const ofADay = 24 * 60
const week = 7 * ofADay

interface CellsFor {
  readonly now: number
  readonly placed: boolean
  readonly countries: boolean
}

/**
 * One of each kind of circumstances that the rules of a policy tell apart, reckoned for the week that begins at `now`.
 * `placed`: whether place and browser are known at all; where an application asks they are not. `countries`: whether
 * it is known in which country a place is. Each place is taken to be in any: no table is held against networks.
 */
export function cellsOf(policy: Policy, when: CellsFor): readonly Cell[] {
  return [...eachCellOf(policy, when)]
}

/** The same, each made when it is asked for: places, countries, browsers and hours multiply. */
export function eachCellOf({ rules }: Policy, { now, placed, countries }: CellsFor): Iterable<Cell> {
  const sources = placed
    ? sourcesOf(rules.flatMap(({ where }) => [where?.networks ?? [], where?.outside ?? []]))
    : [unknownSource]
  const lands = countriesOf(
    rules.flatMap(({ where }) => [where?.countries ?? [], where?.outsideCountries ?? []]),
    placed && countries,
  )
  const asked = placed && rules.some(({ where }) => where?.device !== undefined)
  const devices = asked ? [knownDevice, newDevice] : [unknownDevice]
  const hours = kept(
    hoursOf(
      rules.flatMap(({ when }) => (when ? [when] : [])),
      now,
    ),
  )
  return { [Symbol.iterator]: () => everyOneOf([sources, lands, devices, hours]) }
}

/** One of each in every way. */
function* everyOneOf(
  [side, ...others]: readonly Iterable<Side>[],
  cell: Cell = { text: '' },
): Generator<Cell> {
  if (!side) {
    yield cell
    return
  }
  for (const { is, text } of side) {
    const texts = [cell.text, text].filter((one) => one !== '')
    yield* everyOneOf(others, { ...cell, ...is, text: texts.join(', ') })
  }
}

/** Makes each when it is first asked for; gone through any number of times, one after another. */
function kept<Item>(source: Generator<Item>): Iterable<Item> {
  const made: Item[] = []
  return {
    *[Symbol.iterator]() {
      yield* made
      for (let next = source.next(); !next.done; next = source.next()) {
        made.push(next.value)
        yield next.value
      }
    },
  }
}

interface Side {
  readonly is: Omit<Cell, 'text'>
  readonly text: string
}

const unknownSource: Side = { is: { source: 'unknown' }, text: '' }
const unknownDevice: Side = { is: { knownDevice: 'unknown' }, text: '' }
const knownDevice: Side = { is: { knownDevice: true }, text: 'with a known browser' }
const newDevice: Side = { is: { knownDevice: false }, text: 'with a new browser' }

function sourcesOf(lists: readonly (readonly string[])[]): readonly Side[] {
  const networks = [...new Set(lists.flat())]
  if (networks.length === 0) return [unknownSource]
  return samplesOf(networks).map((source) => ({ is: { source }, text: `from ${source}` }))
}

/** What nobody's country is called. */
const otherCountry = 'ZZ'

/** One country of each kind that these lists tell apart, another one, and none that is known. */
function countriesOf(lists: readonly (readonly string[])[], known: boolean): readonly Side[] {
  const named = [...new Set(lists.flat())]
  if (named.length === 0) return [{ is: {}, text: '' }]
  const unknown: Side = { is: { country: 'unknown' }, text: '' }
  if (!known) return [unknown]
  const found = new Map<string, string>()
  for (const country of [otherCountry, ...named]) {
    const kind = lists.map((list) => (list.includes(country) ? '1' : '0')).join('')
    if (!found.has(kind)) found.set(kind, country)
  }
  return [
    ...[...found.values()].map((country) => ({
      is: { country },
      text: country === otherCountry ? 'from another country' : `from ${country}`,
    })),
    { ...unknown, text: 'from no country that is known' },
  ]
}

/** One minute of each kind that the hours of a week tell apart, in summer and in winter. */
function* hoursOf(hours: readonly WeekTime[], now: number): Generator<Side> {
  if (hours.length === 0) return yield { is: { at: now }, text: '' }
  const zones = [...new Set(hours.map(({ zone }) => zone))]
  const found = new Set<string>()
  for (const { start, offsets } of weeksOf(zones, now)) {
    const own = hours.map(({ zone }) => offsets[zones.indexOf(zone)] ?? 0)
    const fits = hours.map((one, index) => during(one, steadyClock(own[index] ?? 0)))
    const kind = new Uint32Array(Math.ceil(fits.length / 32))
    const note = (index: number, at: number) => {
      const [word, bit] = [index >>> 5, 1 << (index & 31)]
      kind[word] = fits[index]?.(at) ? (kind[word] ?? 0) | bit : (kind[word] ?? 0) & ~bit
    }
    for (const index of fits.keys()) note(index, start)
    for (const [after, changing] of changesIn(start, hours, own)) {
      const at = start + after * minute
      for (const index of changing) note(index, at)
      const name = kind.join()
      if (found.has(name)) continue
      found.add(name)
      yield { is: { at }, text: `at ${new Date(at).toISOString().slice(0, 16)}Z` }
    }
  }
}

/** Minutes after the start of a week, in order, with those that may begin or end there; the start among them. */
function changesIn(start: number, hours: readonly WeekTime[], offsets: readonly number[]) {
  const changes = new Map<number, number[]>([[0, []]])
  const first = Math.floor(start / minute)
  for (const [index, one] of hours.entries())
    for (const edge of edgesOf(one)) {
      const after = (((edge - (offsets[index] ?? 0) - first) % week) + week) % week
      const there = changes.get(after) ?? []
      there.push(index)
      changes.set(after, there)
    }
  return [...changes].toSorted(([one], [other]) => one - other)
}

/** A week in which no clock is put forward or back, with how far each is from the time that all have in common. */
interface Week {
  readonly start: number
  readonly offsets: readonly number[]
}

const weeksOfAYear = 53

/** The first week of a year for each way in which the clocks of these zones stand to each other. */
function* weeksOf(zones: readonly string[], now: number): Generator<Week> {
  const walls = zones.map((zone) => wallClock(zone))
  const found = new Set<string>()
  let next = offsetsAt(walls, now)
  for (let index = 0; index < weeksOfAYear; index++) {
    const start = now + index * week * minute
    const offsets = next
    next = offsetsAt(walls, start + week * minute)
    const name = offsets.join()
    if (name !== next.join() || found.has(name)) continue
    found.add(name)
    yield { start, offsets }
  }
}

/** In minutes, up to whole weeks. */
function offsetsAt(walls: readonly WallClock[], at: number): readonly number[] {
  return walls.map((wall) => {
    const { day, minute: ofDay } = wall(at)
    return (((day * ofADay + ofDay - Math.floor(at / minute)) % week) + week) % week
  })
}

/** Reckons instead of asking the calendar, which would take a hundred times as long. */
function steadyClock(offset: number): WallClock {
  return (at) => {
    const ofWeek = (Math.floor(at / minute) + offset) % week
    return { day: Math.floor(ofWeek / ofADay), minute: ofWeek % ofADay }
  }
}

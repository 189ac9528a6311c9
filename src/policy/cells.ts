import type { Circumstances } from './facts.ts'
import { samplesOf } from './network.ts'
import type { Policy } from './policy.ts'
import { during, type WallClock, type WeekTime, wallClock } from './week-time.ts'

/** Circumstances that no rule of a policy tells apart from some others: what holds of these holds of them all. */
export interface Cell extends Pick<Circumstances, 'source' | 'country' | 'knownDevice' | 'at'> {
  readonly text: string
}

const minute = 60_000
const ofADay = 24 * 60
const week = 7 * ofADay

/**
 * One of each kind of circumstances that the rules of a policy tell apart, reckoned for the week that begins at `now`.
 * `placed`: whether place and browser are known at all; where an application asks they are not. `countries`: whether
 * it is known in which country a place is. Each place is taken to be in any: no table is held against networks.
 */
export function cellsOf(
  { rules }: Policy,
  { now, placed, countries }: { now: number; placed: boolean; countries: boolean },
): readonly Cell[] {
  const sources = placed
    ? sourcesOf(rules.flatMap(({ where }) => [where?.networks ?? [], where?.outside ?? []]))
    : [unknownSource]
  const lands = countriesOf(
    rules.flatMap(({ where }) => [where?.countries ?? [], where?.outsideCountries ?? []]),
    placed && countries,
  )
  const asked = placed && rules.some(({ where }) => where?.device !== undefined)
  const devices = asked ? [knownDevice, newDevice] : [unknownDevice]
  const hours = hoursOf(
    rules.flatMap(({ when }) => (when ? [when] : [])),
    now,
  )
  return everyOneOf([sources, lands, devices, hours])
}

/** One of each in every way. */
function everyOneOf(sides: readonly (readonly Side[])[]): readonly Cell[] {
  return sides.reduce<readonly Cell[]>(
    (cells, all) =>
      cells.flatMap((cell) =>
        all.map(({ is, text }) => ({
          ...cell,
          ...is,
          text: [cell.text, text].filter((one) => one !== '').join(', '),
        })),
      ),
    [{ text: '' }],
  )
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
function hoursOf(hours: readonly WeekTime[], now: number): readonly Side[] {
  if (hours.length === 0) return [{ is: { at: now }, text: '' }]
  const zones = [...new Set(hours.map(({ zone }) => zone))]
  const found = new Map<string, number>()
  for (const { start, offsets } of weeksOf(zones, now)) {
    const fits = hours.map((one) => during(one, steadyClock(offsets[zones.indexOf(one.zone)] ?? 0)))
    for (let at = start; at < start + week * minute; at += minute) {
      const kind = fits.map((fit) => (fit(at) ? '1' : '0')).join('')
      if (!found.has(kind)) found.set(kind, at)
    }
  }
  return [...found.values()].map((at) => ({
    is: { at },
    text: `at ${new Date(at).toISOString().slice(0, 16)}Z`,
  }))
}

/** A week in which no clock is put forward or back, with how far each is from the time that all have in common. */
interface Week {
  readonly start: number
  readonly offsets: readonly number[]
}

const weeksOfAYear = 53

/** The first week of a year for each way in which the clocks of these zones stand to each other. */
function weeksOf(zones: readonly string[], now: number): readonly Week[] {
  const walls = zones.map((zone) => wallClock(zone))
  const found = new Map<string, Week>()
  for (let index = 0; index < weeksOfAYear; index++) {
    const start = now + index * week * minute
    const offsets = offsetsAt(walls, start)
    const name = offsets.join()
    if (name === offsetsAt(walls, start + week * minute).join() && !found.has(name))
      found.set(name, { start, offsets })
  }
  return [...found.values()]
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

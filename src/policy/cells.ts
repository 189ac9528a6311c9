import type { Circumstances } from './facts.ts'
import { samplesOf } from './network.ts'
import type { Policy } from './policy.ts'
import { during, type WallClock, type WallTime, type WeekTime, wallClock } from './week-time.ts'

/** Circumstances that no rule of a policy tells apart from some others: what holds of these holds of them all. */
export interface Cell extends Pick<Circumstances, 'source' | 'knownDevice' | 'at'> {
  readonly text: string
}

const minute = 60_000
const week = 7 * 24 * 60

/**
 * One of each kind of circumstances that the rules of a policy tell apart, reckoned for the week that begins at `now`.
 * `placed`: whether place and browser are known at all; where an application asks they are not.
 */
export function cellsOf(
  { rules }: Policy,
  { now, placed }: { now: number; placed: boolean },
): readonly Cell[] {
  const sources = placed
    ? sourcesOf(rules.flatMap(({ where }) => [where?.networks ?? [], where?.outside ?? []]))
    : [unknownSource]
  const asked = placed && rules.some(({ where }) => where?.device !== undefined)
  const devices = asked ? [knownDevice, newDevice] : [unknownDevice]
  const hours = hoursOf(
    rules.flatMap(({ when }) => (when ? [when] : [])),
    now,
  )
  return sources.flatMap((source) =>
    devices.flatMap((device) =>
      hours.map((hour) => ({
        ...source.is,
        ...device.is,
        ...hour.is,
        text: [source.text, device.text, hour.text].filter((text) => text !== '').join(', '),
      })),
    ),
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

/** One minute of each kind that the hours of a week tell apart, in summer and in winter. */
function hoursOf(hours: readonly WeekTime[], now: number): readonly Side[] {
  if (hours.length === 0) return [{ is: { at: now }, text: '' }]
  const walls = new Map(hours.map(({ zone }) => [zone, wallClock(zone)]))
  const fits = hours.map((one) => during(one, walls.get(one.zone)))
  const found = new Map<string, number>()
  for (const start of weeksOf([...walls.values()], now)) {
    for (let index = 0; index < week; index++) {
      const at = start + index * minute
      const kind = fits.map((fit) => (fit(at) ? '1' : '0')).join('')
      if (!found.has(kind)) found.set(kind, at)
    }
  }
  return [...found.values()].map((at) => ({
    is: { at },
    text: `at ${new Date(at).toISOString().slice(0, 16)}Z`,
  }))
}

const weeksOfAYear = 53

/** The first week of a year in which these clocks stand to each other as they do; none in which one of them is put forward or back. */
function weeksOf(walls: readonly WallClock[], now: number): readonly number[] {
  const found = new Map<string, number>()
  for (let index = 0; index < weeksOfAYear; index++) {
    const start = now + index * week * minute
    const [before, after] = [start, start + week * minute].map((at) => offsetsAt(walls, at))
    if (before === after && before !== undefined && !found.has(before)) found.set(before, start)
  }
  return [...found.values()]
}

/** How far each of these clocks is from the time that all have in common, up to whole weeks. */
function offsetsAt(walls: readonly WallClock[], at: number): string {
  const common = Math.floor(at / minute)
  return walls.map((wall) => offsetOf(wall(at), common)).join(' ')
}

function offsetOf({ day, minute: ofDay }: WallTime, common: number): number {
  return (((day * 24 * 60 + ofDay - common) % week) + week) % week
}

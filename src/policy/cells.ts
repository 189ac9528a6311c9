import type { Circumstances } from './facts.ts'
import { samplesOf } from './network.ts'
import type { Policy } from './policy.ts'
import { during, type WeekTime } from './week-time.ts'

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

/** One minute of each kind that the hours of a week tell apart. */
function hoursOf(hours: readonly WeekTime[], now: number): readonly Side[] {
  if (hours.length === 0) return [{ is: { at: now }, text: '' }]
  const fits = hours.map((one) => during(one))
  const found = new Map<string, number>()
  for (let index = 0; index < week; index++) {
    const at = now + index * minute
    const kind = fits.map((fit) => (fit(at) ? '1' : '0')).join('')
    if (!found.has(kind)) found.set(kind, at)
  }
  return [...found.values()].map((at) => ({
    is: { at },
    text: `at ${new Date(at).toISOString().slice(0, 16)}Z`,
  }))
}

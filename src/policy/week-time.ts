import { z } from 'zod'

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const dayNames: readonly string[] = days
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time such as 07:30')

/** Some hours of some days. `to` before `from` runs over midnight, and belongs to the day on which it began. */
export const weekTime = z
  .strictObject({
    days: z.array(z.enum(days)).min(1).optional().describe('Every day, unless told.'),
    from: timeOfDay.optional().describe('00:00, unless told.'),
    to: timeOfDay.optional().describe('24:00, unless told. Before `from`, it runs over midnight.'),
    zone: z
      .string()
      .refine(isZone, 'must be a time zone such as Europe/Berlin')
      .describe('An IANA time zone: Europe/Berlin.'),
  })
  .refine(({ from, to }) => from === undefined || from !== to, {
    path: ['to'],
    message: 'must not be the time at which it begins',
  })

export type WeekTime = z.infer<typeof weekTime>

/** A moment as a clock on the wall shows it: the day of the week, Monday first, and minutes since midnight. */
interface WallTime {
  readonly day: number
  readonly minute: number
}

/** Whether a moment, epoch milliseconds, lies in those hours. */
export function during(hours: WeekTime, wall = wallClock(hours.zone)): (at: number) => boolean {
  const wanted = new Set((hours.days ?? days).map((day) => days.indexOf(day)))
  const [from, to] = [minutesOf(hours.from ?? '00:00'), minutesOf(hours.to ?? '24:00')]
  return (at) => {
    const { day, minute } = wall(at)
    if (from < to) return wanted.has(day) && minute >= from && minute < to
    const yesterday = (day + 6) % 7
    return (wanted.has(day) && minute >= from) || (wanted.has(yesterday) && minute < to)
  }
}

/** Minutes of a week, Monday first, at which those hours may begin or end; no others. */
export function edgesOf({ from = '00:00', to = '24:00' }: WeekTime): readonly number[] {
  const edges = [from, to].map(minutesOf)
  return days.flatMap((_, day) => edges.map((edge) => day * minutesOfDay + edge))
}

const minutesOfDay = 24 * 60

export type WallClock = (at: number) => WallTime

/** Asks the calendar once a minute, for all that is decided within it. */
export function wallClock(zone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  let [minuteRead, read] = [Number.NaN, { day: 0, minute: 0 }]
  return (at) => {
    const minute = Math.floor(at / 60_000)
    if (minute !== minuteRead) [minuteRead, read] = [minute, readWall(format, at)]
    return read
  }
}

function readWall(format: Intl.DateTimeFormat, at: number): WallTime {
  const [weekday = '', hours, minutes] = format.format(at).split(/\W+/)
  return { day: dayNames.indexOf(weekday.toLowerCase()), minute: Number(hours) * 60 + Number(minutes) }
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return hours * 60 + minutes
}

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

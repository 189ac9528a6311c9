import { useTranslation } from 'react-i18next'
import { serverTime } from '../api/server-time.ts'
import { useNow } from './now.ts'

const units = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** A moment in words (`3 hours ago`), the exact time on hover. */
export function When({ at }: { at: number }) {
  const { i18n } = useTranslation()
  const now = useNow()
  return (
    <time dateTime={new Date(at).toISOString()} title={exact(at, i18n.language)}>
      {relative(at, now, i18n.language)}
    </time>
  )
}

/** `24 Nov 2026, 21:15` in the reader's language. */
export function exact(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}

/** `12 December`, with the year where it is another than this one, and with the time on the day itself. */
export function dayOf(at: number, language: string, now = serverTime()): string {
  const [day, today] = [new Date(at), new Date(now)]
  if (day.toDateString() === today.toDateString())
    return new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(day)
  const year = day.getFullYear() === today.getFullYear() ? {} : ({ year: 'numeric' } as const)
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', ...year }).format(day)
}

/** `in 5 minutes`, `yesterday`, `now`. */
export function relative(at: number, now: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const span = at - now
  const unit = units.find(([, size]) => Math.abs(span) >= size)
  if (unit === undefined) return format.format(0, 'second')
  return format.format(Math.round(span / unit[1]), unit[0])
}

/** `30 days`, `12 hours`: a length of time in milliseconds, in the largest unit that it fills. */
export function span(milliseconds: number, language: string): string {
  const counted = units.slice(2).find(([, size]) => milliseconds >= size) ?? units[4]
  const [unit, size] = counted
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.floor(milliseconds / size),
  )
}

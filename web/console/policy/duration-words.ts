const units = { m: 'minute', h: 'hour', d: 'day' } as const

/** `12 hours` of `12h`, as rules have it. */
export function durationWords(written: string, language: string): string {
  const unit = units[written.slice(-1) as keyof typeof units]
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Number.parseInt(written, 10),
  )
}

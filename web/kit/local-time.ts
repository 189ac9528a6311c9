/** A moment as a field of the type `datetime-local` holds it: in the time zone of the browser, to the minute. */
export function localTime(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

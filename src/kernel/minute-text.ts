/** A moment for people, in UTC, to the minute: `2026-11-24 21:12`. Epoch milliseconds. */
export function minuteText(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}

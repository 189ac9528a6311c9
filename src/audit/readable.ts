/** What was read, or undefined where whoever can write to the database has left something that nobody can read. */
export function readable<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Named fields as one text, the same in whatever order they are given: what is hashed or signed. */
export function fieldsText(fields: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(fields).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** Text without NUL and lone surrogates, which PostgreSQL refuses and others read differently (R6). */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

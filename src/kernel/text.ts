/** Text without NUL and lone surrogates, which PostgreSQL refuses and others read differently (R6). */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

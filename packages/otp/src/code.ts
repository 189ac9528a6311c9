/**
 * A code as it is compared, from a code as it is typed: without ASCII spaces and hyphens, all else as it was.
 * Call it once, where the code comes in, before anything counts attempts or remembers codes; verification
 * itself takes exactly the digits. What is not an ASCII digit then is refused there, full-width digits too.
 */
export function normalizeCode(text: string): string {
  return text.replace(/[ -]/g, '')
}

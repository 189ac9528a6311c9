/** By what an error of Node or of a library names itself: `EEXIST`. Undefined where it names nothing. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

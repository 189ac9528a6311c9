/** What the programs that tests start get of our environment: no setting of whoever runs the tests is among it. */
export const passedOn: Readonly<Record<string, string | undefined>> = {
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
}

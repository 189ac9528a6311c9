import { libraryDoor, type Surface } from '../administration/index.ts'

/**
 * Every door of the list, this program's command line, and programs that embed it. The list is loaded when it is asked
 * for: no command but the proof needs it.
 */
export async function servedSurface(): Promise<Surface> {
  const [{ protocols }, { registeredRoutes }] = await Promise.all([
    import('../protocols/index.ts'),
    import('./registry.ts'),
  ])
  return {
    doors: [
      ...protocols.map(({ id, ends }) => ({ id, ends, serves: 'keyed' as const })),
      { id: 'cli', ends: ['verify'], serves: 'all' },
      libraryDoor,
    ],
    registry: registeredRoutes(protocols).map((route) => JSON.stringify(route)),
  }
}

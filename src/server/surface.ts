import { libraryDoor, type Surface } from '../administration/index.ts'
import type { DoorKinds } from '../applications/index.ts'

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
      ...protocols.map(({ id, ends, kind }) => ({
        id,
        ends,
        serves: kind ? ('connected' as const) : ('keyed' as const),
      })),
      { id: 'cli', ends: ['verify'], serves: 'all' },
      libraryDoor,
    ],
    registry: registeredRoutes(protocols).map((route) => JSON.stringify(route)),
  }
}

/** How applications may be connected to this server: asked for by whoever connects one. */
export async function servedDoorKinds(): Promise<DoorKinds> {
  const { protocols } = await import('../protocols/index.ts')
  return protocols.flatMap(({ kind }) => kind ?? [])
}

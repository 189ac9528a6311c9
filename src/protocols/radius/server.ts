import type { DoorDeps, Listening, RadiusPort } from '../protocol.ts'
import { listenForDatagrams } from './datagrams.ts'
import { openDesk } from './desk.ts'

/** Opens the ports. Throws `radius.cannot-listen`, and leaves none open. */
export async function listenForRadius(deps: DoorDeps, config: RadiusPort): Promise<Listening> {
  const desk = openDesk(deps)
  const datagrams = await listenForDatagrams(deps, desk, config)
  const { radsec } = config
  if (!radsec) return datagrams
  try {
    const { listenForRadsec } = await import('./radsec.ts')
    const secure = await listenForRadsec(desk, radsec)
    return {
      reload: () => secure.reload?.(),
      close: async () => {
        await Promise.all([datagrams.close(), secure.close()])
      },
    }
  } catch (error) {
    await datagrams.close()
    throw error
  }
}

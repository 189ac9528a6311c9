import type { Trial } from '../../applications/index.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Protocol } from '../protocol.ts'
import { type RadiusSettings, radiusKind } from './settings.ts'

/** Systems that ask by RADIUS (RFC 2865), over a port of its own; closed unless it is configured. */
export const radius: Protocol = {
  id: radiusKind.id,
  ends: ['verify'],
  kind: {
    ...radiusKind,
    tryOut: async (trial: Trial<RadiusSettings>) =>
      (await import('./try-out.ts')).tryOutRadius(trial, systemRandom()),
  },
  routes: [],
  async mount() {},
  async listen(deps, { radius: port }) {
    if (!port) return undefined
    const { listenForRadius } = await import('./server.ts')
    return listenForRadius(deps, port)
  },
}

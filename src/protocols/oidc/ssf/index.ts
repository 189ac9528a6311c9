import type { Protocol } from '../../protocol.ts'
import { sweepOf } from '../../sweep.ts'
import { mountSsf } from './mount.ts'
import { ssfRoutes } from './routes.ts'
import { tellStreams } from './tell.ts'

/** Shared Signals (OpenID SSF 1.0, CAEP 1.0): applications hear when sessions end and credentials change. */
export const ssf: Protocol = {
  id: 'ssf',
  ends: [],
  routes: ssfRoutes,
  jobs: [
    { name: 'streams', every: 1000, run: tellStreams },
    sweepOf('ssf', ({ streams }, at) => streams.sweep(at)),
  ],
  mount: mountSsf,
}

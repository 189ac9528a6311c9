import type { Check } from '../check.ts'
import { directPort } from './direct-port.ts'
import { forgedIdentity } from './forged-identity.ts'
import { halfSignedIn } from './half-signed-in.ts'
import { restartedFlow } from './restarted-flow.ts'
import { spellings } from './spellings.ts'
import { stranger } from './stranger.ts'

/** THE list. A check is its file and its line here. */
export const checks: readonly Check[] = [
  stranger,
  spellings,
  forgedIdentity,
  directPort,
  halfSignedIn,
  restartedFlow,
]

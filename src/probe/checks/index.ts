import type { Check } from '../check.ts'
import { afterTheEnd } from './after-the-end.ts'
import { caching } from './caching.ts'
import { cookies } from './cookies.ts'
import { directPort } from './direct-port.ts'
import { forgedIdentity } from './forged-identity.ts'
import { halfSignedIn } from './half-signed-in.ts'
import { otherOrigins } from './other-origins.ts'
import { otherRoutes } from './other-routes.ts'
import { proxyHeaders } from './proxy-headers.ts'
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
  otherRoutes,
  afterTheEnd,
  proxyHeaders,
  otherOrigins,
  caching,
  cookies,
]

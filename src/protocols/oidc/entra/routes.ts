import type { DeclaredRoute } from '../../protocol.ts'

/** An issuer of its own: what is signed for Microsoft is good for nobody else, and nobody else asks for it. */
export const mountPath = '/entra'

export const paths = {
  discovery: `${mountPath}/.well-known/openid-configuration`,
  keys: `${mountPath}/keys`,
  authorize: `${mountPath}/authorize`,
  back: `${mountPath}/back`,
} as const

const anyone = { by: 'anyone' } as const
/** A browser with a hint that Microsoft has signed, or on the way that such a hint began. */
const hinted = { by: 'protocol' } as const

export const entraRoutes: readonly DeclaredRoute[] = [
  { method: 'GET', path: paths.discovery, access: anyone },
  { method: 'GET', path: paths.keys, access: anyone },
  { method: 'GET', path: paths.authorize, access: hinted },
  { method: 'POST', path: paths.authorize, access: hinted },
  { method: 'GET', path: `${paths.back}/:way`, access: hinted },
]

import type { DeclaredRoute } from '../protocol.ts'

/** Below `/oidc`, which is the issuer's path. */
export const mountPath = '/oidc'

/** Who vouches for ID tokens, and by whose names people are known in them. */
export function issuerOf(baseUrl: string): string {
  return `${baseUrl}${mountPath}`
}

/** Where the library serves what; the names are its own. */
export const paths = {
  authorization: '/authorize',
  code_verification: '/device',
  device_authorization: '/device/authorize',
  end_session: '/logout',
  introspection: '/introspect',
  jwks: '/jwks',
  pushed_authorization_request: '/par',
  revocation: '/revoke',
  token: '/token',
  userinfo: '/userinfo',
} as const

/** Where our pages send browsers back to; what is under way there follows by its hash. */
export const wayBack = '/back'

const anyone = { by: 'anyone' } as const
/** The door itself asks who calls: for a client's secret or key, a token, or a browser's own state. */
const bearer = { by: 'protocol' } as const

const endpoints: readonly (readonly [string, string, DeclaredRoute['access']])[] = [
  ['GET', '/.well-known/openid-configuration', anyone],
  ['OPTIONS', '/.well-known/openid-configuration', bearer],
  ['GET', '/.well-known/oauth-authorization-server', anyone],
  ['OPTIONS', '/.well-known/oauth-authorization-server', bearer],
  ['GET', paths.jwks, anyone],
  ['OPTIONS', paths.jwks, bearer],
  ['GET', paths.authorization, bearer],
  ['POST', paths.authorization, bearer],
  ['GET', `${paths.authorization}/:uid`, bearer],
  ['GET', `${wayBack}/:way`, bearer],
  ['POST', paths.pushed_authorization_request, bearer],
  ['OPTIONS', paths.pushed_authorization_request, bearer],
  ['POST', paths.token, bearer],
  ['OPTIONS', paths.token, bearer],
  ['GET', paths.userinfo, bearer],
  ['POST', paths.userinfo, bearer],
  ['OPTIONS', paths.userinfo, bearer],
  ['POST', paths.introspection, bearer],
  ['OPTIONS', paths.introspection, bearer],
  ['POST', paths.revocation, bearer],
  ['OPTIONS', paths.revocation, bearer],
  ['POST', paths.device_authorization, bearer],
  ['OPTIONS', paths.device_authorization, bearer],
  ['GET', paths.code_verification, bearer],
  ['POST', paths.code_verification, bearer],
  ['GET', `${paths.code_verification}/:uid`, bearer],
  ['GET', paths.end_session, bearer],
  ['POST', paths.end_session, bearer],
  ['POST', `${paths.end_session}/confirm`, bearer],
  ['GET', `${paths.end_session}/success`, bearer],
]

/** For the route registry (G12); a test holds it against what the library serves. */
export const oidcRoutes: readonly DeclaredRoute[] = endpoints.map(([method, path, access]) => ({
  method,
  path: `${mountPath}${path}`,
  access,
}))

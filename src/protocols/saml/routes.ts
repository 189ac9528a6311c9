import type { DeclaredRoute } from '../protocol.ts'

export const paths = {
  metadata: '/saml/metadata',
  signOn: '/saml/sso',
  resume: '/saml/resume',
  start: '/saml/start',
  logout: '/saml/slo',
  signOut: '/saml/sign-out',
} as const

/** Where our pages send a browser back to. */
export function resumePath(token: string): string {
  return `${paths.resume}/${token}`
}

/** The door itself asks who calls: for a signature, or a browser's own state. */
const protocol = { by: 'protocol' } as const

/** Where strangers' browsers come, with no more than an address: they are counted by source. */
export const browserPaths: ReadonlySet<string> = new Set([
  paths.signOn,
  `${paths.start}/:application`,
  paths.logout,
])

/** For the route registry (G12). */
export const samlRoutes: readonly DeclaredRoute[] = [
  { method: 'GET', path: paths.metadata, access: { by: 'anyone' } },
  { method: 'GET', path: paths.signOn, access: protocol },
  { method: 'POST', path: paths.signOn, access: protocol },
  { method: 'GET', path: `${paths.resume}/:token`, access: protocol },
  { method: 'GET', path: `${paths.start}/:application`, access: protocol },
  { method: 'GET', path: paths.logout, access: protocol },
  { method: 'POST', path: paths.logout, access: protocol },
  { method: 'GET', path: paths.signOut, access: { by: 'anyone' } },
  { method: 'POST', path: paths.signOut, access: protocol },
]

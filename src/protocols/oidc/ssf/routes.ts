import type { DeclaredRoute } from '../../protocol.ts'

/** Below `/ssf`, which is what access tokens are shown to. */
export const mountPath = '/ssf'

export const paths = {
  configuration: '/.well-known/ssf-configuration',
  /** RFC 9728: where tokens for it come from. */
  resource: `/.well-known/oauth-protected-resource${mountPath}`,
  streams: `${mountPath}/streams`,
  status: `${mountPath}/status`,
  addSubject: `${mountPath}/subjects/add`,
  removeSubject: `${mountPath}/subjects/remove`,
  verification: `${mountPath}/verification`,
  poll: `${mountPath}/streams/:id/poll`,
} as const

const anyone = { by: 'anyone' } as const
/** An application that shows an access token of its own, issued for this. */
const receiver = { by: 'protocol' } as const

export const ssfRoutes: readonly DeclaredRoute[] = [
  { method: 'GET', path: paths.configuration, access: anyone },
  { method: 'GET', path: paths.resource, access: anyone },
  ...['GET', 'POST', 'PATCH', 'PUT', 'DELETE'].map((method) => ({
    method,
    path: paths.streams,
    access: receiver,
  })),
  { method: 'GET', path: paths.status, access: receiver },
  { method: 'POST', path: paths.status, access: receiver },
  { method: 'POST', path: paths.addSubject, access: receiver },
  { method: 'POST', path: paths.removeSubject, access: receiver },
  { method: 'POST', path: paths.verification, access: receiver },
  { method: 'POST', path: paths.poll, access: receiver },
]

import type { DeclaredRoute } from '../../protocol.ts'
import { mountPath } from '../routes.ts'

export const registrationPath = `${mountPath}/register`
export const clientPath = `${registrationPath}/:client`

/** The door itself asks for the token of an administrator, or for the one that the client got then. */
const bearer = { by: 'protocol' } as const

export const registrationRoutes: readonly DeclaredRoute[] = [
  { method: 'POST', path: registrationPath, access: bearer },
  { method: 'GET', path: clientPath, access: bearer },
  { method: 'PUT', path: clientPath, access: bearer },
  { method: 'DELETE', path: clientPath, access: bearer },
]

export { onlyHere } from './errors.ts'
export type { Explanation, Installation, MembersPage, ShownAuthenticator } from './installation.ts'
export { openInstallation } from './open.ts'
export { type Remote, remoteOf } from './remote.ts'

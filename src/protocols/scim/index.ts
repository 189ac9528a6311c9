import type { Protocol } from '../protocol.ts'
import { base, routes } from './routes.ts'

/** Where identity providers bring people and groups of their own (SCIM 2.0, RFC 7643 and 7644). Nobody signs in by it. */
export const scim: Protocol = {
  id: 'scim',
  ends: [],
  routes,
  async mount(app, deps) {
    const { mountScim } = await import('./mount.ts')
    await app.register((scope) => mountScim(scope, deps, base))
  },
}

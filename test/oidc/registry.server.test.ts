import assert from 'node:assert/strict'
import { oidcRoutes, wayBack } from '../../src/protocols/oidc/routes.ts'
import { attack } from '../kit/attack.ts'

interface Routing {
  prototype: Record<'get' | 'post' | 'put' | 'delete' | 'options', (...given: unknown[]) => unknown>
}

const methods = ['get', 'post', 'put', 'delete', 'options'] as const

attack('G12: what is declared is what the library serves, and nothing beside it', async ({ server }) => {
  const address = import.meta.resolve('oidc-provider').replace(/index\.js$/, 'helpers/router.js')
  const { default: router } = (await import(address)) as { readonly default: Routing }
  const served = new Set<string>()
  for (const method of methods) {
    const original = router.prototype[method]
    router.prototype[method] = function noted(this: unknown, ...given: unknown[]) {
      served.add(`${method.toUpperCase()} /oidc${String(given[1])}`)
      return original.apply(this, given)
    }
  }
  await server.stranger().send({ method: 'GET', path: '/oidc/.well-known/openid-configuration' })
  const declared = oidcRoutes.map(({ method, path }) => `${method} ${path}`)
  // Ours alone: the way back from our pages, and forms that become links.
  const own = [`GET /oidc${wayBack}/:way`, 'POST /oidc/authorize', 'POST /oidc/logout']
  assert.deepEqual([...served, ...own].sort(), [...declared].sort())
})

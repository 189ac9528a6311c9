import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Outbound } from '../../delivery/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { answering, leaveBodies, oidcDeps } from './answering.ts'
import { isSentByOthers, sendOnward } from './arrival.ts'
import { currentProvider } from './current.ts'
import { mountRegistration } from './registration/mount.ts'
import { mountPath, oidcRoutes, paths, wayBack } from './routes.ts'
import { tellOfSignOuts } from './sign-outs.ts'
import { watchWhile } from './watch.ts'
import { goBack } from './way-back.ts'

const longestForm = 32 * 1024
/** Milliseconds between two looks. */
const lookForSignOuts = 5000

/** Puts the library behind our own server, which has seen each request before it. */
export async function mountOidc(app: FastifyInstance, engine: DoorDeps, outbound: Outbound): Promise<void> {
  const deps = oidcDeps(engine, outbound, (session) =>
    signOuts.besides(() => tellOfSignOuts(deps, provider, session)),
  )
  const provider = currentProvider(deps)
  const signOuts = watchWhile(app, {
    every: lookForSignOuts,
    run: () => tellOfSignOuts(deps, provider),
    logger: engine.logger,
  })

  const answer = answering(deps, provider)

  async function authorize(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    return isSentByOthers(request) ? sendOnward(request, reply) : answer(request, reply)
  }

  async function back(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    return goBack(request, reply, { secure: engine.baseUrl.startsWith('https:') })
  }

  const own = new Map([
    [`${mountPath}${paths.authorization}`, authorize],
    [`${mountPath}${wayBack}/:way`, back],
  ])
  await app.register(async (scope) => {
    await leaveBodies(scope)
    for (const route of oidcRoutes)
      if (!isForm(route))
        scope.route({
          method: route.method,
          url: route.path,
          config: configOf(route),
          handler: own.get(route.path) ?? answer,
        })
  })
  await app.register(turnFormsIntoLinks)
  await app.register((scope) => mountRegistration(scope, engine))
}

/** Forms of other sites come without our cookies; the link that they become comes with some of them. */
async function turnFormsIntoLinks(scope: FastifyInstance): Promise<void> {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: longestForm },
    async (_: unknown, body: string) => body,
  )
  for (const { method, path } of oidcRoutes.filter(isForm))
    scope.route({
      method,
      url: path,
      config: configOf({ path }),
      handler: async ({ body }, reply) => reply.redirect(`${path}?${linkable(body)}`, 303),
    })
}

/** Spelled anew: what a form holds may break a line of ours. */
function linkable(body: unknown): string {
  return String(new URLSearchParams(typeof body === 'string' ? body : ''))
}

const byBrowsers = [
  paths.authorization,
  paths.code_verification,
  paths.end_session,
  `${paths.end_session}/confirm`,
]
const byClients = [paths.token, paths.userinfo, paths.introspection, paths.revocation]

/** By what the server in front limits those who call: browsers by what they begin, clients by what they are refused. */
function configOf({ path }: { readonly path: string }) {
  const isOneOf = (those: readonly string[]) => those.some((one) => path === `${mountPath}${one}`)
  if (isOneOf(byBrowsers)) return { access: 'browser' }
  return isOneOf(byClients) ? { access: 'client' } : {}
}

function isForm({ method, path }: { readonly method: string; readonly path: string }): boolean {
  const shown = [paths.authorization, paths.end_session].map((one) => `${mountPath}${one}`)
  return method === 'POST' && shown.includes(path)
}

import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Outbound } from '../../delivery/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { isSentByOthers, sendOnward, standAtOurAddress } from './arrival.ts'
import { openClients } from './clients.ts'
import { currentProvider } from './current.ts'
import type { OidcDeps } from './deps.ts'
import { openRecords } from './records.ts'
import { mountRegistration } from './registration/mount.ts'
import { mountPath, oidcRoutes, paths, wayBack } from './routes.ts'
import { noteSeen } from './seen.ts'
import { tellOfSignOuts } from './sign-outs.ts'
import { watchWhile } from './watch.ts'
import { goBack } from './way-back.ts'

const longestForm = 32 * 1024
/** Milliseconds between two looks. */
const lookForSignOuts = 5000

/** Puts the library behind our own server, which has seen each request before it. */
export async function mountOidc(app: FastifyInstance, engine: DoorDeps, outbound: Outbound): Promise<void> {
  const deps: OidcDeps = {
    engine,
    outbound,
    records: openRecords(engine),
    clients: openClients(engine),
    signedOut: (session) => signOuts.besides(() => tellOfSignOuts(deps, provider, session)),
  }
  const provider = currentProvider(deps)
  const signOuts = watchWhile(app, {
    every: lookForSignOuts,
    run: () => tellOfSignOuts(deps, provider),
    logger: engine.logger,
  })

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const current = await provider()
    noteSeen(request)
    standAtOurAddress(request, engine.baseUrl)
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value)
    await current.callback()(request.raw, reply.raw)
  }

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
    await scope.register(cookie)
    // The library reads bodies itself; what reads them before it leaves it nothing.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
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

const byBrowsers = [paths.authorization, paths.code_verification, paths.end_session]
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

import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, requirePermission } from '../../administration/index.ts'
import { invalidInput } from '../../kernel/errors.ts'
import { parseWith } from '../../kernel/parse.ts'
import { parseStrictJson } from '../../kernel/strict-json.ts'
import { sessionRequired } from '../../sessions/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { callerOf } from './caller.ts'
import { recordDenied } from './denied.ts'
import { problemOf, routeNotFound } from './problem.ts'
import { retryKeyOf } from './retry-key.ts'
import type { Call, Caller, Route } from './route.ts'
import { surroundingsOf } from './surroundings.ts'

const largestBody = 64 * 1024

/** Puts the routes under `/api/v1`: parsing, callers, errors and headers are the same for each of them. */
export async function mountRoutes(
  app: FastifyInstance,
  deps: DoorDeps,
  routes: readonly Route[],
): Promise<void> {
  await app.register(cookie)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, readJson)
  app.setErrorHandler((error, request, reply) => answerProblem(deps, error, request, reply))
  app.setNotFoundHandler((request, reply) => answerProblem(deps, routeNotFound(), request, reply))
  serve(
    app,
    deps,
    routes.filter(({ raw }) => !raw),
  )
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, async (_: unknown, body: Buffer) => body)
    serve(
      scope,
      deps,
      routes.filter(({ raw }) => raw),
    )
  })
}

/** By callback, for a promise would let each request wait a turn. */
function readJson(
  _: FastifyRequest,
  body: Buffer,
  done: (error: Error | null, body?: unknown) => void,
): void {
  let parsed: unknown
  try {
    parsed = parseStrictJson(body)
  } catch (error) {
    done(error as Error)
    return
  }
  done(null, parsed)
}

function serve(app: FastifyInstance, deps: DoorDeps, routes: readonly Route[]): void {
  for (const route of routes) {
    app.route({
      method: route.method,
      url: `/api/v1${route.path}`,
      bodyLimit: route.largestBody ?? largestBody,
      ...(route.largestBody === undefined
        ? {}
        : { preParsing: (request) => requireRight(deps, route, request) }),
      config: { access: route.access.by },
      handler: (request, reply) => handle(deps, route, request, reply),
    })
  }
}

function handle(deps: DoorDeps, route: Route, request: FastifyRequest, reply: FastifyReply) {
  return recordingDenials(deps, route, request, () => answer(deps, route, request, reply))
}

/** Before a body is read that is larger than others: a megabyte of members takes a quarter of a second. */
async function requireRight(deps: DoorDeps, route: Route, request: FastifyRequest): Promise<void> {
  await recordingDenials(deps, route, request, async () => {
    const caller = await callerOf(deps, route.access, request, surroundingsOf(request))
    await requireDeclared(deps, route, caller)
  })
}

async function recordingDenials<Result>(
  deps: DoorDeps,
  route: Route,
  request: FastifyRequest,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    await recordDenied(deps, route, { request, surroundings: surroundingsOf(request), error })
    throw error
  }
}

async function answer(deps: DoorDeps, route: Route, request: FastifyRequest, reply: FastifyReply) {
  const seen = surroundingsOf(request)
  const caller = await callerOf(deps, route.access, request, seen)
  await requireDeclared(deps, route, caller)
  const call: Call<unknown, unknown, unknown> = {
    deps,
    caller,
    body: route.body ? parseWith(route.body, request.body) : undefined,
    query: route.query ? parseWith(route.query, requireKeepable(request.query)) : undefined,
    params: route.params ? parseWith(route.params, request.params) : undefined,
    actor: () => actorOf(deps, caller),
    surroundings: { ...seen, onBehalf: caller.application !== undefined },
    retry: route.retriable ? retryKeyOf(request) : undefined,
    request,
    reply,
  }
  const { status, body } = await route.handle(call)
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  reply.code(status ?? route.status ?? (body === undefined ? 204 : 200))
  return body
}

/** In an address, too, stands nothing that no database keeps; JSON is looked through as it is parsed (R6). */
function requireKeepable(query: unknown): unknown {
  const issues = Object.entries(query as Readonly<Record<string, string | string[]>>).flatMap(
    ([path, value]) =>
      [value].flat().some((text) => text.includes('\0'))
        ? [{ path, message: 'holds a character that is not allowed' }]
        : [],
  )
  if (issues.length > 0) throw invalidInput(issues)
  return query
}

/** What the registry says of an administrative route holds before anything of the request is read (G12). */
async function requireDeclared(deps: DoorDeps, { access, method }: Route, caller: Caller): Promise<void> {
  if (access.by !== 'administration') return
  const permission = { role: access.role, scope: access.scope, changes: method !== 'GET' }
  requirePermission(await actorOf(deps, caller), permission, deps.sessions.requireFresh)
}

/** Whoever administers: the account is read anew, so that rights that were taken away are gone at once. */
async function actorOf(deps: DoorDeps, caller: Caller): Promise<Actor> {
  if (caller.application) return { by: 'application', caller: caller.application }
  const { session } = caller
  const account = session && (await deps.accounts.find(session.accountId))
  if (!session || !account) throw sessionRequired()
  return { by: 'person', account, session }
}

function answerProblem(deps: DoorDeps, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const problem = problemOf(error)
  if (problem.status >= 500) {
    deps.logger.error({ err: error, route: request.routeOptions.url, method: request.method }, problem.code)
  }
  const retryAfter = problem.details?.retryAfter
  if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter)
  reply.header('cache-control', 'no-store')
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

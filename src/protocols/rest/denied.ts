import type { FastifyRequest } from 'fastify'
import type { Surroundings } from '../../authentication/index.ts'
import { SallyportError } from '../../kernel/errors.ts'
import type { DoorDeps } from '../protocol.ts'
import { presentedBy } from './caller.ts'
import type { Route } from './route.ts'

/**
 * Records a refusal that no proof was judged for: rights, scopes, fresh sign-ins that are missing, bad keys, forged
 * requests (G13). A forged one is counted whoever's browser sent it, for others can make it do so as often as they like.
 */
export async function recordDenied(
  deps: DoorDeps,
  { method, path }: Pick<Route, 'method' | 'path'>,
  from: { readonly request: FastifyRequest; readonly surroundings: Surroundings; readonly error: unknown },
): Promise<void> {
  const { request, surroundings, error } = from
  if (!isDenial(error)) return
  const { session, application } = await presentedBy(deps, request, surroundings)
  const known = session !== undefined || application !== undefined
  await deps.denials.record({
    reason: error.code,
    route: `${method} ${path}`,
    accountId: session?.accountId,
    applicationId: application?.application.id,
    counted: !known || method === 'GET' || error.code === 'csrf.refused',
    surroundings,
  })
}

function isDenial(error: unknown): error is SallyportError {
  if (!(error instanceof SallyportError)) return false
  // An attempt that is not there yet lacks a step, not a right.
  return (
    error.code === 'api-key.required' ||
    (error.kind === 'forbidden' && error.code !== 'attempt.not-satisfied')
  )
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Actor, RetryKey } from '../../administration/index.ts'
import type { ApiCaller } from '../../applications/index.ts'
import type { Surroundings } from '../../authentication/index.ts'
import type { Session } from '../../sessions/index.ts'
import type { Access, DoorDeps } from '../protocol.ts'

/** Who calls, as far as the route's access asked. */
export interface Caller {
  readonly session: Session | undefined
  /** Secret of a half-finished attempt. */
  readonly attempt: string | undefined
  /** Token of a right to replace what was lost. */
  readonly rebind: string | undefined
  readonly application: ApiCaller | undefined
}

/** What a handler gets: everything parsed, everybody known. */
export interface Call<Body, Query, Params> {
  readonly deps: DoorDeps
  readonly body: Body
  readonly query: Query
  readonly params: Params
  readonly caller: Caller
  /** Throws `session.required` where the caller cannot be an actor. */
  actor(): Promise<Actor>
  readonly surroundings: Surroundings
  /** Where the route takes one and the caller sent one. */
  readonly retry: RetryKey | undefined
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export interface Answer {
  /** 200 unless told. */
  readonly status?: number
  readonly body?: unknown
}

/** One route: what it asks of its caller, what it takes, what it gives, and what it does. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly access: Access
  readonly summary: string
  readonly tag: string
  readonly body?: z.ZodType
  readonly query?: z.ZodType
  readonly params?: z.ZodType
  /** The shape of a success; for OpenAPI. */
  readonly answer?: z.ZodType
  readonly status?: number
  /** Bytes; for the few that take a file. */
  readonly largestBody?: number
  /** Takes the body as it came, of any type: its signature is over the bytes. */
  readonly raw?: true
  /** Takes an `Idempotency-Key`. Never on a route that judges a proof (R13). */
  readonly retriable?: boolean
  handle(call: Call<unknown, unknown, unknown>): Promise<Answer>
}

interface TypedRoute<Body, Query, Params> extends Omit<Route, 'body' | 'query' | 'params' | 'handle'> {
  readonly body?: z.ZodType<Body>
  readonly query?: z.ZodType<Query>
  readonly params?: z.ZodType<Params>
  handle(call: Call<Body, Query, Params>): Promise<Answer>
}

/** Ties a handler's types to its schemas, once; the mount parses before it calls. */
export function route<Body = undefined, Query = undefined, Params = undefined>(
  definition: TypedRoute<Body, Query, Params>,
): Route {
  return definition as unknown as Route
}

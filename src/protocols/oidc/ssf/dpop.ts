import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, jwtVerify } from 'jose'
import { z } from 'zod'
import { proofAlgorithms } from '../settings.ts'
import type { SsfDeps } from './deps.ts'

/** Seconds that the clock of a receiver may be wrong by, and for which a proof is remembered on either side of it. */
const leeway = 60

const claims = z.object({
  jti: z.string().min(1).max(200),
  htm: z.string(),
  htu: z.string(),
  iat: z.number(),
  ath: z.string(),
})

/** A token that was shown, and the key that it is bound to. */
export interface BoundToken {
  readonly token: string
  /** RFC 7638. */
  readonly thumbprint: string
}

/** Requests whose proof was judged already: one that waits is looked at again, and shows no other. */
const judged = new WeakSet<FastifyRequest>()

/** Whether the request was made by who holds the key of its token: for this very request, and once (RFC 9449 §4.3, §7.1). */
export async function provesPossession(
  deps: SsfDeps,
  request: FastifyRequest,
  bound: BoundToken,
): Promise<boolean> {
  if (judged.has(request)) return true
  const { dpop } = request.headers
  const proof = typeof dpop === 'string' ? await read(dpop, deps.engine.storage.clock.now()) : undefined
  if (!proof || !(await isOfRequest(deps, request, { ...bound, ...proof }))) return false
  const { thumbprint } = bound
  const isNew = await deps.records.write('ReplayDetection', `ssf ${thumbprint} ${proof.jti}`, {}, 3 * leeway)
  if (isNew) judged.add(request)
  return isNew
}

type Proof = z.infer<typeof claims> & { readonly jwk: JWK }

/** Undefined for what its own key has not signed, or is no proof. */
async function read(text: string, now: number): Promise<Proof | undefined> {
  try {
    const { payload, protectedHeader } = await jwtVerify(text, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: [...proofAlgorithms],
      currentDate: new Date(now),
    })
    const said = claims.safeParse(payload)
    return said.success && protectedHeader.jwk ? { ...said.data, jwk: protectedHeader.jwk } : undefined
  } catch {
    return undefined
  }
}

async function isOfRequest(
  { engine }: SsfDeps,
  request: FastifyRequest,
  { token, thumbprint, jwk, htm, htu, iat, ath }: BoundToken & Proof,
): Promise<boolean> {
  const [path] = request.url.split('?')
  const age = engine.storage.clock.now() / 1000 - iat
  return (
    htm === request.method &&
    htu === `${engine.baseUrl}${path}` &&
    Math.abs(age) <= leeway &&
    ath === createHash('sha256').update(token).digest('base64url') &&
    (await calculateJwkThumbprint(jwk)) === thumbprint
  )
}

import { createPrivateKey } from 'node:crypto'
import { SignJWT } from 'jose'
import { type Admission, assertAdmitted } from '../../../authentication/index.ts'
import { keysUnreadable } from '../errors.ts'
import { currentKeys } from '../keys.ts'
import type { EntraDeps } from './deps.ts'
import { ourIssuer } from './metadata.ts'
import type { Method } from './methods.ts'
import type { Way } from './ways.ts'

/** Seconds for which it is good: it is on its way already. */
const lifetime = 5 * 60

/** What Microsoft hears of somebody who was let in: one class, one method, and the name that it calls them by (R18). */
export async function idTokenFor(
  { engine }: EntraDeps,
  admission: Admission,
  { way, method }: { readonly way: Way; readonly method: Method },
): Promise<string> {
  assertAdmitted(admission)
  const { keys } = await currentKeys(engine)
  const key = keys.find(({ alg }) => alg === 'RS256')
  if (!key?.kid) throw keysUnreadable('none is RS256')
  const { nonce, contextClass, hint } = way
  const at = Math.floor(engine.storage.clock.now() / 1000)
  return new SignJWT({ ...(nonce === undefined ? {} : { nonce }), acr: contextClass, amr: [method] })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
    .setIssuer(ourIssuer(engine.baseUrl))
    .setAudience(admission.applicationId)
    .setSubject(hint.subject)
    .setIssuedAt(at)
    .setExpirationTime(at + lifetime)
    .sign(createPrivateKey({ key: key as never, format: 'jwk' }))
}

import { compactVerify, errors } from 'jose'
import { z } from 'zod'
import { hashToken } from '../../../kernel/tokens.ts'
import { issuerOf } from './clouds.ts'
import { badHint, EntraRefusal } from './errors.ts'
import type { MicrosoftKeys } from './microsoft-keys.ts'
import type { EntraSettings } from './settings.ts'

/** Milliseconds for which a hint is good (R18); Microsoft gives a sign-in up after as many. */
export const hintLifetime = 10 * 60_000
/** By which the clocks of Microsoft and ours may differ. */
const clockTolerance = 60_000

const claims = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.string().min(1).max(255),
  tid: z.string().toLowerCase(),
  oid: z.string().toLowerCase().min(1).max(64),
  iat: z.number(),
  nbf: z.number().optional(),
  preferred_username: z.string().max(1024).optional(),
})

/** Whom Microsoft has proved the first factor of. */
export interface Hint {
  /** The same for whatever holds the same claims, however it is spelled: a hint begins one attempt. */
  readonly id: string
  /** What the answer calls the person: a name of Microsoft's for us alone. */
  readonly subject: string
  readonly tenant: string
  /** Immutable in the tenant. */
  readonly objectId: string
  /** May be given to somebody else one day. */
  readonly userName: string | undefined
}

/**
 * Reads a hint of the tenant that is set, signed by Microsoft, made out to us, and young. That it expires before it is
 * sent is its nature: so that it is taken for nothing but a hint. Throws `EntraRefusal`.
 */
export async function readHint(
  token: string,
  settings: EntraSettings,
  { keys, now }: { readonly keys: MicrosoftKeys; readonly now: number },
): Promise<Hint> {
  const payload = await verified(token, settings, keys)
  const read = claims.safeParse(payload)
  if (!read.success) throw badHint('claims')
  const { iss, aud, tid, oid, sub, iat, nbf, preferred_username: userName } = read.data
  if (iss !== issuerOf(settings)) throw badHint('issuer')
  if (tid !== settings.tenant) throw badHint('tenant')
  if (aud !== settings.registration) throw badHint('audience')
  const age = now - iat * 1000
  if (age >= hintLifetime || age < -clockTolerance) throw badHint('age')
  if (nbf !== undefined && nbf * 1000 - now > clockTolerance) throw badHint('age')
  const id = hashToken(token.slice(0, token.lastIndexOf('.')))
  return { id, subject: sub, tenant: tid, objectId: oid, userName }
}

async function verified(token: string, settings: EntraSettings, keys: MicrosoftKeys): Promise<unknown> {
  try {
    const { payload } = await compactVerify(token, keys.of(settings), { algorithms: ['RS256'] })
    return JSON.parse(Buffer.from(payload).toString())
  } catch (error) {
    if (error instanceof EntraRefusal) throw error
    throw badHint(error instanceof errors.JOSEError ? 'signature' : 'claims', error)
  }
}

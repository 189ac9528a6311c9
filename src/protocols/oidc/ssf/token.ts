import { createPrivateKey, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import type { AuditRow } from '../../../audit/index.ts'
import { openCandidate } from '../../../authenticators/index.ts'
import type { Id } from '../../../kernel/ids.ts'
import { type Signal, type Stream, signalOf, typeOf } from '../../../streams/index.ts'
import type { DoorDeps } from '../../protocol.ts'
import { keysUnreadable } from '../errors.ts'
import { currentKeys } from '../keys.ts'
import type { OidcSettings } from '../settings.ts'
import { transmitterOf } from './metadata.ts'
import { causes } from './stream-view.ts'
import { type Subject, subjectOf } from './subject.ts'

/** A row as one receiver hears of it. */
export interface Told {
  readonly stream: Stream
  readonly row: AuditRow
  readonly settings: OidcSettings
}

/** The same at each try, and of no other token: what is taken twice is known by it. */
export function jtiOf({ id }: Pick<Stream, 'id'>, row: Pick<AuditRow, 'id'>): string {
  return `${row.id}.${id}`
}

/** The row that a token of this stream told of; undefined where it was another's. */
export function rowIn({ id }: Pick<Stream, 'id'>, jti: string): string | undefined {
  return jti.endsWith(`.${id}`) ? jti.slice(0, -id.length - 1) : undefined
}

/** What signs, as it is published; read anew for each answer, for it may be another one by now. */
export interface SigningKey {
  readonly kid: string
  readonly key: KeyObject
}

export async function signingKey(engine: DoorDeps): Promise<SigningKey> {
  const { keys } = await currentKeys(engine)
  const key = keys.find(({ alg }) => alg === 'RS256')
  if (!key?.kid) throw keysUnreadable('none is RS256')
  return { kid: key.kid, key: createPrivateKey({ key: key as never, format: 'jwk' }) }
}

/**
 * A security event token (RFC 8417) as SSF 1.0 §4.1 and the CAEP interoperability profile want it: typed, with one
 * event, without `sub` and `exp`, signed with RS256. Undefined where the row is nothing to a receiver.
 */
export async function eventToken(
  engine: DoorDeps,
  told: Told,
  { kid, key }: SigningKey,
): Promise<string | undefined> {
  const { stream, row } = told
  const signal = signalOf(row)
  const event = signal && (await eventOf(engine, told, signal))
  if (!signal || !event) return undefined
  return new SignJWT({ txn: row.id, sub_id: event.subject, events: { [typeOf(signal)]: event.claims } })
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'secevent+jwt' })
    .setIssuer(transmitterOf(engine.baseUrl))
    .setAudience(stream.applicationId)
    .setIssuedAt(seconds(engine.storage.clock.now()))
    .setJti(jtiOf(stream, row))
    .sign(key)
}

interface Event {
  readonly subject: Subject
  readonly claims: Readonly<Record<string, unknown>>
}

async function eventOf(engine: DoorDeps, told: Told, signal: Signal): Promise<Event | undefined> {
  const { stream, row } = told
  const ofStream = { format: 'opaque', id: stream.id }
  if (signal.type === 'verification') {
    const state = row.details?.state
    return { subject: ofStream, claims: state === undefined ? {} : { state } }
  }
  if (signal.type === 'stream-updated') return { subject: ofStream, claims: turnOf(row) }
  const subject = await subjectOf(engine, row, { signal, settings: told.settings })
  if (!subject) return undefined
  const credential =
    signal.type === 'credential-change'
      ? { credential_type: await credentialOf(engine, row), change_type: signal.change }
      : {}
  return { subject, claims: { ...credential, ...occasionOf(row, signal.says) } }
}

/** CAEP 1.0 §2. */
function occasionOf(row: AuditRow, says: string) {
  return {
    event_timestamp: seconds(row.at),
    initiating_entity: initiatorOf(row),
    reason_admin: { en: says },
  }
}

function initiatorOf({ actor, accountId }: AuditRow): 'user' | 'system' | 'admin' {
  if (actor === accountId) return 'user'
  return actor === 'system' || actor.startsWith('directory:') ? 'system' : 'admin'
}

function turnOf({ event, actor, details }: AuditRow) {
  const status = event.slice('stream.'.length)
  const cause = actor === 'system' ? String(details?.reason) : 'administrator'
  return { status, ...(cause in causes ? { reason: causes[cause as keyof typeof causes] } : {}) }
}

/** In the words of CAEP 1.0 §3.3.1 where it has one. */
async function credentialOf(engine: DoorDeps, { authenticatorId, details }: AuditRow): Promise<string> {
  const id = String(details?.factor)
  const factor = engine.factors.find(id)
  if (!factor?.credentialType) return id
  const row = authenticatorId && (await engine.authenticators.find(authenticatorId as Id<'authenticator'>))
  return factor.credentialType(row ? openCandidate(engine.box, factor, row)?.data : undefined)
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}

import { createHash, createHmac } from 'node:crypto'
import type { Id } from '../../kernel/ids.ts'
import { silentLogger } from '../../kernel/logger.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Candidate, FactorContext, FactorHost, Person } from '../factor.ts'
import type { Hasher, HashInput } from './argon2.ts'
import { passwordConfig } from './config.ts'
import { passwordFactor } from './module.ts'
import { type OwnPassword, ownPassword, type PasswordData } from './schema.ts'
import { type Strength, type StrengthMeter, strengthMeter } from './strength.ts'

/** For tests only: SHA-256 in place of Argon2id, remembering what was asked of it. */
export interface RecordingHasher extends Hasher {
  readonly inputs: readonly HashInput[]
}

/** For tests only. A digest depends on message, salt and cost, as Argon2id's does. */
export function cheapHasher(): RecordingHasher {
  const inputs: HashInput[] = []
  return {
    inputs,
    async derive(input) {
      inputs.push(input)
      const { message, salt, cost } = input
      return new Uint8Array(
        createHash('sha256').update(JSON.stringify(cost)).update(salt).update(message).digest(),
      )
    },
  }
}

/** For tests only: measures the same password once a process. */
export const rememberingMeter: StrengthMeter = (password, words) => {
  const asked = JSON.stringify([password, words])
  const known = measured.get(asked) ?? measure(password, words)
  measured.set(asked, known)
  return known
}

const measure = strengthMeter()
const measured = new Map<string, Promise<Strength>>()

/** For tests only: real randomness, a clock that stands, and a pepper one can choose. */
export function testHost(pepper = 'a key outside the database'): FactorHost {
  return {
    clock: { now: () => at, monotonic: () => 0 },
    random: systemRandom(),
    mac: (purpose, data) =>
      new Uint8Array(createHmac('sha256', `${pepper} ${purpose}`).update(data).digest()),
    baseUrl: 'http://localhost:8080',
    name: 'Sallyport',
    smsCountries: [],
    canDeliver: () => true,
    fetch: () => Promise.reject(new Error('no network in this test')),
    logger: silentLogger,
  }
}

/** For tests only: the factor over a cheap hasher, with any slice of configuration. */
export function testFactor(config: unknown = {}, hasher: Hasher = cheapHasher(), host = testHost()) {
  return passwordFactor(passwordConfig.parse(config), host, { hasher, measure: strengthMeter() })
}

export const at = Date.parse('2026-11-24T12:00:00Z')

export const context: FactorContext = {
  at,
  application: { id: 'application' as Id<'application'>, name: 'Blog' },
}

export const ana: Person = {
  accountId: 'ana' as Id<'account'>,
  name: 'ana.smith',
  contacts: ['ana@northwind.example', '+385 91 234 5678'],
}

export function candidate(data: PasswordData): Candidate<PasswordData> {
  return {
    id: 'authenticator' as Id<'authenticator'>,
    accountId: ana.accountId,
    label: 'Password',
    counter: undefined,
    data,
    lastUsedAt: undefined,
  }
}

/** Enrols a password that must be acceptable, and returns what the row would hold. */
export async function enrolled(
  factor: ReturnType<typeof testFactor>,
  password: string,
): Promise<OwnPassword> {
  const enrolment = await factor.confirm({ pending: {}, answer: { password }, person: ana, context })
  if (!enrolment.accepted) throw new Error(`refused: ${JSON.stringify(enrolment.notices)}`)
  return ownPassword.parse(enrolment.data)
}

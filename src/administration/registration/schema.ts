import { z } from 'zod'
import {
  type Application,
  type ApplicationClass,
  applicationClass,
  applicationOwner,
} from '../../applications/index.ts'
import type { Id } from '../../kernel/ids.ts'

const mostUses = 100_000

/** What an administrator says of the applications that will register themselves with one token. */
export const registrationTerms = z.strictObject({
  name: z.string().trim().min(1).max(100).describe('What the token is called here'),
  door: z
    .string()
    .max(32)
    .default('oidc')
    .describe('By which they come; one that `GET /doors` lists with `registrationLimits`'),
  class: applicationClass.default('other').describe('What they guard'),
  owner: applicationOwner.optional().describe('Whom to ask about them'),
  namePrefix: z
    .string()
    .trim()
    .min(1)
    .max(30)
    .describe('Stands before the names that they give themselves: no rule speaks of one by surprise'),
  limits: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('What they may set at most, as `GET /doors` says of this door'),
  approval: z
    .boolean()
    .default(true)
    .describe('Whether they are switched off until an administrator has looked at them'),
  uses: z.number().int().min(1).max(mostUses).default(1).describe('How many may register with it'),
  expiresAt: z.number().int().min(0).describe('Epoch milliseconds'),
})
export type RegistrationTerms = z.infer<typeof registrationTerms>

/** With what applications may register themselves. The token itself was shown once. */
export interface RegistrationToken {
  readonly id: Id<'registration-token'>
  readonly name: string
  /** Its first characters, by which people tell tokens apart. */
  readonly prefix: string
  readonly door: string
  readonly class: ApplicationClass
  readonly owner: string | undefined
  readonly namePrefix: string
  /** As they were stored: the door reads them. */
  readonly limits: unknown
  readonly approval: boolean
  readonly uses: number
  readonly used: number
  readonly createdAt: number
  readonly expiresAt: number
  readonly revokedAt: number | undefined
}

/** That an application registered itself. */
export interface Registration {
  readonly applicationId: Id<'application'>
  readonly tokenId: Id<'registration-token'>
  /** What it set last; where the door is at another version, an administrator looks after it. */
  readonly doorVersion: number
  readonly createdAt: number
  /** When an administrator looked at it as it is; undefined: nobody has. */
  readonly approvedAt: number | undefined
}

/** As administrators see it. */
export interface RegistrationView {
  readonly tokenName: string
  readonly at: number
  /** Of what it has set itself. */
  readonly version: number
  readonly approvedAt?: number | undefined
}

/** An application that shows the secret by which it looks after itself. */
export interface Registered {
  readonly application: Application
  readonly registration: Registration
  readonly token: RegistrationToken
  readonly settings: unknown
  /** Of the settings. */
  readonly version: number
}

export interface RegistrationTokensTable {
  id: string
  hash: string
  prefix: string
  name: string
  door: string
  class: string
  owner: string | null
  name_prefix: string
  limits: unknown
  approval: number
  uses: number
  used: number
  created_at: number
  expires_at: number
  revoked_at: number | null
}

export interface RegistrationsTable {
  application_id: string
  token_id: string
  /** Of what it looks after itself by; null once it has withdrawn. */
  hash: string | null
  door_version: number
  created_at: number
  approved_at: number | null
}

export interface RegistrationTables {
  registration_tokens: RegistrationTokensTable
  registrations: RegistrationsTable
}

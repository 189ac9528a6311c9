import type { Transaction, Whence } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import type { Proved } from '../policy/index.ts'
import { readJson } from '../storage/index.ts'
import type { Attempt, AttemptPurpose, AttemptsTable, Challenge, ChallengesTable } from './schema.ts'

/** An attempt out of its row. */
export function toAttempt(row: AttemptsTable): Attempt {
  return {
    id: row.id as Id<'attempt'>,
    accountId: (row.account_id ?? undefined) as Id<'account'> | undefined,
    ownerKey: row.owner_key,
    accountName: row.account_name,
    applicationId: row.application_id as Id<'application'>,
    purpose: row.purpose as AttemptPurpose,
    proved: readJson<Proved[]>(row.proved),
    vouchedBy: (row.vouched_by ?? undefined) as Id<'application'> | undefined,
    invitationId: (row.invitation_id ?? undefined) as Id<'invitation'> | undefined,
    forgotten: (row.forgotten_id ?? undefined) as Id<'authenticator'> | undefined,
    sessionId: (row.session_id ?? undefined) as Id<'session'> | undefined,
    referralId: (row.referral_id ?? undefined) as Id<'referral'> | undefined,
    transaction: row.transaction_fields === null ? undefined : readJson<Transaction>(row.transaction_fields),
    failures: Number(row.failures),
    epoch: Number(row.epoch),
    version: Number(row.version),
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    completedAt: row.completed_at === null ? undefined : Number(row.completed_at),
  }
}

/** A row as the challenge that it is. */
export function toChallenge(row: ChallengesTable): Challenge {
  return {
    id: row.id as Id<'challenge'>,
    attemptId: row.attempt_id as Id<'attempt'>,
    factor: row.factor,
    authenticators: readJson<Id<'authenticator'>[]>(row.authenticators),
    sealedExpected: row.expected,
    sealedAnswer: row.answer ?? undefined,
    askedFrom: row.asked_from === null ? undefined : readJson<Whence>(row.asked_from),
    triesLeft: Number(row.tries_left),
    expiresAt: Number(row.expires_at),
  }
}

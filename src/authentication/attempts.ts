import type { Id } from '../kernel/ids.ts'
import type { Storage } from '../storage/index.ts'
import type { Attempt, Challenge } from './schema.ts'
import * as store from './store.ts'

const keptPerOwner = 100

/** Attempts, their challenges and completions. Reads answer; writes are statements for the use case's booking. */
export type Attempts = ReturnType<typeof openAttempts>

export function openAttempts(storage: Storage) {
  return {
    find: (secretHash: string) => store.findAttempt(storage, secretHash),
    insert: (attempt: Attempt, secretHash: string) => store.insertAttempt(storage, attempt, secretHash),
    trim: (ownerKey: string) => store.trimAttempts(storage, ownerKey, keptPerOwner, storage.clock.now()),
    bookProgress: (attempt: Attempt, change: Parameters<typeof store.bookProgress>[2], at: number) =>
      store.bookProgress(storage, attempt, change, at),
    complete: (attempt: Attempt, proved: Attempt['proved'], at: number) =>
      store.completeAttempt(storage, attempt, proved, at),
    cancelAll: (accountId: Id<'account'>, except?: Id<'attempt'>) =>
      store.deleteAttemptsOf(storage, accountId, except),
    cancel: (id: Id<'attempt'>) => store.deleteAttempt(storage, id),
    insertCompletion: store.completionInsert(storage),
    findChallenge: (attemptId: Id<'attempt'>, factor: string) =>
      store.findChallenge(storage, attemptId, factor, storage.clock.now()),
    insertChallenge: (challenge: Parameters<typeof store.insertChallenge>[1]) =>
      store.insertChallenge(storage, challenge),
    burnChallenges: (attemptId: Id<'attempt'>, factor: string) =>
      store.burnChallenges(storage, attemptId, factor),
    spendChallenge: (challenge: Challenge, accepted: boolean, at: number) =>
      store.spendChallenge(storage, challenge, accepted, at),
    sweep: (at: number) => store.sweepAttempts(storage, at),
  }
}

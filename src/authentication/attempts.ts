import type { Storage } from '../storage/index.ts'
import { attemptStore } from './attempts-store.ts'
import { challengeStore } from './challenges-store.ts'
import { attemptEndedBy, completionInsert, signInsAfter } from './completions-store.ts'
import { questionStore } from './questions-store.ts'

/** Attempts, their challenges and completions. Reads answer; writes are statements for the use case's booking. */
export type Attempts = ReturnType<typeof openAttempts>

export function openAttempts(storage: Storage) {
  const attempts = attemptStore(storage)
  const challenges = challengeStore(storage)
  const questions = questionStore(storage)
  return {
    ...attempts,
    insertCompletion: completionInsert(storage),
    endedBy: attemptEndedBy(storage),
    signInsAfter: signInsAfter(storage),
    findChallenge: challenges.find,
    insertChallenge: challenges.insert,
    burnChallenges: challenges.burn,
    spendChallenge: challenges.spend,
    answerChallenge: challenges.answer,
    findQuestion: questions.find,
    expectNoQuestion: questions.expectNone,
    ownersOfSignIn: (signIn: string) => attempts.ownersOfSignIn(signIn, storage.clock.now()),
    trim: (ownerKey: string) => attempts.trim(ownerKey, storage.clock.now()),
    sweep: (at: number) => [attempts.sweep(at), challenges.sweep(at)],
  }
}

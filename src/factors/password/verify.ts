import type { Candidate, Refused, Verdict } from '../factor.ts'
import type { PasswordHashes } from './hash.ts'
import { proves } from './proves.ts'
import type { PasswordData, PasswordProof } from './schema.ts'

/**
 * Judges a password with exactly one hash, whether or not there is anyone to compare it with.
 * A good one made at an older cost comes back hashed anew in `data` (N-13).
 */
export async function verifyPassword(
  hashes: PasswordHashes,
  input: { readonly candidates: readonly Candidate<PasswordData>[]; readonly proof: PasswordProof },
): Promise<Verdict<PasswordData>> {
  const [candidate] = input.candidates
  if (!candidate) return refused(await hashes.compareWithNobody(input.proof.password))

  const outcome = await hashes.compare(input.proof.password, candidate.data.hash)
  if (outcome !== 'matches') return { ...refused(outcome), authenticatorId: candidate.id }

  const renewed = await rehash(hashes, input.proof.password, candidate.data)
  return {
    accepted: true,
    authenticatorId: candidate.id,
    spends: { type: 'reusable' },
    ...proves,
    ...(renewed && { data: renewed }),
  }
}

function refused(outcome: 'differs' | 'busy'): Refused<PasswordData> {
  return { accepted: false, reason: outcome === 'busy' ? 'unavailable' : 'mismatch' }
}

/** Undefined where nothing is to be written: the cost is today's, or the queue is full and the next sign-in will do. */
async function rehash(
  hashes: PasswordHashes,
  password: string,
  data: PasswordData,
): Promise<PasswordData | undefined> {
  if (!hashes.isOutdated(data.hash)) return undefined
  const hash = await hashes.create(password)
  return hash === undefined ? undefined : { ...data, hash }
}

import type { Candidate, FactorContext, Person, Refused, Verdict } from '../factor.ts'
import type { PasswordHashes } from './hash.ts'
import { proves } from './proves.ts'
import { type Recheck, recheck } from './recheck.ts'
import type { PasswordData, PasswordProof } from './schema.ts'

/**
 * Judges a password with exactly one hash, whether or not there is anyone to compare it with.
 * A good one made at an older cost comes back hashed anew in `data` (N-13).
 */
export async function verifyPassword(
  { hashes, ...checks }: { readonly hashes: PasswordHashes } & Recheck,
  input: {
    readonly candidates: readonly Candidate<PasswordData>[]
    readonly proof: PasswordProof
    readonly person?: () => Promise<Person>
    readonly context: FactorContext
  },
): Promise<Verdict<PasswordData>> {
  const [candidate] = input.candidates
  if (!candidate) return refused(await hashes.compareWithNobody(input.proof.password))

  const outcome = await hashes.compare(input.proof.password, candidate.data.hash)
  if (outcome !== 'matches') return { ...refused(outcome), authenticatorId: candidate.id }

  const { password } = input.proof
  const judged = await recheck(checks, candidate.data, { ...input, password })
  const renewed = await rehash(hashes, password, judged)
  return {
    accepted: true,
    authenticatorId: candidate.id,
    spends: { type: 'reusable' },
    ...proves,
    ...(renewed === candidate.data ? {} : { data: renewed }),
  }
}

function refused(outcome: 'differs' | 'busy'): Refused<PasswordData> {
  return { accepted: false, reason: outcome === 'busy' ? 'unavailable' : 'mismatch' }
}

/** The very data where nothing is to be written: the cost is today's, or the queue is full and the next sign-in will do. */
async function rehash(hashes: PasswordHashes, password: string, data: PasswordData): Promise<PasswordData> {
  if (!hashes.isOutdated(data.hash)) return data
  const hash = await hashes.create(password)
  return hash === undefined ? data : { ...data, hash }
}

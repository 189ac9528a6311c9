import type { Candidate, FactorContext, PasswordsElsewhere, Person, Refused, Verdict } from '../factor.ts'
import type { PasswordHashes } from './hash.ts'
import { proves } from './proves.ts'
import { type Recheck, recheck } from './recheck.ts'
import {
  isElsewhere,
  type OwnPassword,
  type PasswordData,
  type PasswordElsewhere,
  type PasswordProof,
} from './schema.ts'

export interface VerifyDeps extends Recheck {
  readonly hashes: PasswordHashes
  readonly elsewhere: PasswordsElsewhere | undefined
}

interface VerifyInput {
  readonly candidates: readonly Candidate<PasswordData>[]
  readonly proof: PasswordProof
  readonly person?: () => Promise<Person>
  readonly context: FactorContext
}

/**
 * Judges a password with exactly one hash, whether or not there is anyone to compare it with, and where there are
 * directories, with as much as a wrong one costs there. A good one made at an older cost comes back hashed anew
 * in `data` (N-13).
 */
export async function verifyPassword(deps: VerifyDeps, input: VerifyInput): Promise<Verdict<PasswordData>> {
  const [candidate] = input.candidates
  if (!candidate) return refuseNobody(deps, input)
  const { id, data } = candidate
  return isElsewhere(data) ? verifyElsewhere(deps, { id, data }, input) : verifyOwn(deps, { id, data }, input)
}

/** A name that nobody has may be somebody's there, as far as strangers can tell: so it fares like theirs. */
async function refuseNobody(
  { hashes, elsewhere }: VerifyDeps,
  { proof, context }: VerifyInput,
): Promise<Refused<PasswordData>> {
  const outcome = await hashes.compareWithNobody(proof.password)
  const there = await elsewhere?.refuseStranger(context.source)
  return refused(outcome === 'busy' || there === 'unavailable' ? 'unavailable' : 'mismatch')
}

/**
 * Whether nothing of what others keep can be judged just now, so that everybody hears the same; then it takes as
 * long as judging.
 */
export async function cannotAsk(
  { hashes, elsewhere }: Pick<VerifyDeps, 'hashes' | 'elsewhere'>,
  { password }: PasswordProof,
  source: string | undefined,
): Promise<boolean> {
  if ((await elsewhere?.refuseStranger(source)) !== 'unavailable') return false
  await hashes.compareWithNobody(password)
  return true
}

/** The hash is for the clock of whoever listens: accounts of ours cost one, too. */
async function verifyElsewhere(
  { hashes, elsewhere }: VerifyDeps,
  { id, data }: Held<PasswordElsewhere>,
  { proof: { password }, context }: VerifyInput,
): Promise<Verdict<PasswordData>> {
  const outcome = await hashes.compareWithNobody(password)
  const verdict = outcome === 'busy' ? 'unavailable' : await elsewhere?.check(data, password, context.source)
  // Where it is configured no longer, nobody can say that the password is right (G6).
  if (verdict !== 'match') return { ...refused(verdict ?? 'unavailable'), authenticatorId: id }
  return { accepted: true, authenticatorId: id, spends: { type: 'reusable' }, ...proves }
}

interface Held<Data> {
  readonly id: Candidate<Data>['id']
  readonly data: Data
}

async function verifyOwn(
  deps: VerifyDeps,
  { id, data }: Held<OwnPassword>,
  input: VerifyInput,
): Promise<Verdict<PasswordData>> {
  const { password } = input.proof
  const outcome = await deps.hashes.compare(password, data.hash)
  if (outcome !== 'matches') {
    const there = await deps.elsewhere?.refuseStranger(input.context.source)
    return {
      ...refused(outcome === 'busy' ? 'unavailable' : 'mismatch'),
      // Where a directory is down nobody else's is judged: a plain no would tell that this one is kept here.
      ...(there === 'unavailable' ? { veiled: true } : {}),
      authenticatorId: id,
    }
  }
  const judged = await recheck(deps, data, { ...input, password })
  const renewed = await rehash(deps.hashes, password, judged)
  return {
    accepted: true,
    authenticatorId: id,
    spends: { type: 'reusable' },
    ...proves,
    ...(renewed === data ? {} : { data: renewed }),
  }
}

function refused(reason: 'mismatch' | 'unavailable'): Refused<PasswordData> {
  return { accepted: false, reason }
}

/** The very data where nothing is to be written: the cost is today's, or the queue is full and the next sign-in will do. */
async function rehash(hashes: PasswordHashes, password: string, data: OwnPassword): Promise<OwnPassword> {
  if (!hashes.isOutdated(data.hash)) return data
  const hash = await hashes.create(password)
  return hash === undefined ? data : { ...data, hash }
}

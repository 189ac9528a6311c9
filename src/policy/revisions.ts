import { isDeepStrictEqual } from 'node:util'
import type { Logger } from '../kernel/logger.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { revisionNotFound } from './errors.ts'
import type { Exception } from './exception.ts'
import type { Exceptions } from './exceptions.ts'
import { createPolicy, noRulebook, type Policy, type PolicyConfig } from './policy.ts'
import type { Revision, RevisionEntry, RevisionPage } from './revision.ts'
import { type Rulebook, rulebook } from './rule-schema.ts'
import { revisionStore } from './store.ts'

/** The policy of an installation: its configuration, the rules that were applied beside it, and the exceptions. */
export interface Policies {
  /** What is in force. Where what was applied cannot be read here, nobody comes in (G6). */
  readonly current: Policy
  /** Number of the revision in force; 0 where none was ever applied. */
  readonly revision: number
  /** Its rules; where they cannot be read here, one that lets nobody in. */
  readonly applied: Rulebook
  /** The rules that were applied cannot be read here: what they speak of is not known. */
  readonly closed: boolean
  /** What the configuration itself demands, whatever is applied. */
  readonly configured: PolicyConfig
  /** Puts in force what another node has applied meanwhile. */
  refresh(): Promise<void>
  /** What would be in force with these rules. Throws `policy.strength-unknown`, `policy.name-taken`. */
  draft(rules: Rulebook): Policy
  /** Throws `policy.revision-not-found`. 0 is the empty one from before the first. */
  find(number: number): Promise<Rulebook>
  /** The newest first. */
  list(page: RevisionPage): Promise<readonly RevisionEntry[]>
  /** The next one; refused where somebody else was first with its number. */
  append(revision: Revision): Statement
}

interface PoliciesDeps {
  readonly storage: Storage
  readonly config: PolicyConfig
  readonly exceptions: Pick<Exceptions, 'living'>
  readonly logger: Logger
}

interface InForce {
  readonly revision: number
  readonly applied: Rulebook
  readonly exceptions: readonly Exception[]
  readonly policy: Policy
  /** The rules cannot be read here: nobody comes in, an exception or not (G6). */
  readonly closed?: boolean
}

/** Reads what is in force before anybody asks. Throws where the configuration itself cannot be. */
export async function openPolicies(deps: PoliciesDeps): Promise<Policies> {
  const { storage, config, logger } = deps
  const store = revisionStore(storage)
  let inForce: InForce = { revision: 0, applied: noRulebook, exceptions: [], policy: createPolicy(config) }
  async function refresh(): Promise<void> {
    const before = inForce
    const [revision, exceptions] = await Promise.all([store.newest(), deps.exceptions.living()])
    const stored = revision === before.revision ? undefined : await store.find(revision)
    // Whoever looked at the same time may have read what is newer than this.
    if (inForce !== before) return refresh()
    if (stored !== undefined) inForce = read(revision, stored, exceptions)
    else if (!isDeepStrictEqual(exceptions, before.exceptions)) inForce = excepting(before, exceptions)
  }
  function read(revision: number, stored: unknown, exceptions: readonly Exception[]): InForce {
    try {
      const applied = parseWith(rulebook, stored)
      return { revision, applied, exceptions, policy: createPolicy(config, applied, exceptions) }
    } catch (error) {
      logger.error({ err: error, revision }, 'The rules that were applied cannot be put in force here.')
      return { ...closedBy(config, revision), exceptions }
    }
  }
  function excepting(before: InForce, exceptions: readonly Exception[]): InForce {
    if (before.closed) return { ...before, exceptions }
    return { ...before, exceptions, policy: createPolicy(config, before.applied, exceptions) }
  }
  /** What is over is over at that moment, and not when somebody looks next (G14). */
  function current(): Policy {
    const { exceptions } = inForce
    if (exceptions.length === 0) return inForce.policy
    const now = storage.clock.now()
    const living = exceptions.filter(({ until }) => until > now)
    if (living.length < exceptions.length) inForce = excepting(inForce, living)
    return inForce.policy
  }
  await refresh()
  return {
    get current() {
      return current()
    },
    get revision() {
      return inForce.revision
    },
    get applied() {
      return inForce.applied
    },
    get closed() {
      return inForce.closed === true
    },
    configured: config,
    refresh,
    draft: (rules) => createPolicy(config, rules, inForce.exceptions),
    async find(number) {
      if (number === 0) return noRulebook
      const stored = await store.find(number)
      if (stored === undefined) throw revisionNotFound()
      return parseWith(rulebook, stored)
    },
    list: store.list,
    append: store.insert,
  }
}

/** What cannot be read lets nobody in, neither by a part of it nor by the rules from before (G6). */
function closedBy(config: PolicyConfig, revision: number) {
  const says = `The rules of revision ${revision} cannot be put in force here, so nobody comes in.`
  const applied: Rulebook = {
    strengths: {},
    rules: [{ name: `revision ${revision}`, says, need: { deny: true } }],
  }
  return { revision, applied, closed: true, policy: createPolicy({ ...config, rules: applied.rules }) }
}

import type { Logger } from '../kernel/logger.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { revisionNotFound } from './errors.ts'
import { createPolicy, noRulebook, type Policy, type PolicyConfig } from './policy.ts'
import type { Revision, RevisionEntry, RevisionPage } from './revision.ts'
import { type Rulebook, rulebook } from './rule-schema.ts'
import { revisionStore } from './store.ts'

/** The policy of an installation: its configuration, and the rules that were applied beside it. */
export interface Policies {
  /** What is in force. Where what was applied cannot be read here, nobody comes in (G6). */
  readonly current: Policy
  /** Number of the revision in force; 0 where none was ever applied. */
  readonly revision: number
  /** Its rules; where they cannot be read here, one that lets nobody in. */
  readonly applied: Rulebook
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
  readonly logger: Logger
}

/** Reads what is in force before anybody asks. Throws where the configuration itself cannot be. */
export async function openPolicies({ storage, config, logger }: PoliciesDeps): Promise<Policies> {
  const store = revisionStore(storage)
  let inForce = { revision: 0, applied: noRulebook, policy: createPolicy(config) }
  async function refresh(): Promise<void> {
    const before = inForce
    const revision = await store.newest()
    const stored = revision === before.revision ? undefined : await store.find(revision)
    // Whoever looked at the same time may have read what is newer than this.
    if (inForce !== before) return refresh()
    if (stored !== undefined) putInForce(revision, stored)
  }
  function putInForce(revision: number, stored: unknown): void {
    try {
      const applied = parseWith(rulebook, stored)
      inForce = { revision, applied, policy: createPolicy(config, applied) }
    } catch (error) {
      logger.error({ err: error, revision }, 'The rules that were applied cannot be put in force here.')
      inForce = closedBy(config, revision)
    }
  }
  await refresh()
  return {
    get current() {
      return inForce.policy
    },
    get revision() {
      return inForce.revision
    },
    get applied() {
      return inForce.applied
    },
    configured: config,
    refresh,
    draft: (rules) => createPolicy(config, rules),
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
  return { revision, applied, policy: createPolicy({ ...config, rules: applied.rules }) }
}

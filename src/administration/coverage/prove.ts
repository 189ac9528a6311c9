import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { cellsOf } from '../../policy/index.ts'
import { type Actor, requirePermission } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'
import { looksAtPolicy } from '../policy/view.ts'
import { type CoveredApplication, openFindings, type Way } from './findings.ts'
import { populationOf } from './population.ts'
import { targetsOf } from './targets.ts'
import { waysIn } from './ways.ts'

export interface CoverageInput {
  readonly actor: Actor
  /** How many accounts were read. */
  readonly onProgress?: (read: number) => void
}

/** Every way that ends below what is demanded, or rests on something that we do not judge ourselves. */
export interface Coverage {
  /** Epoch milliseconds. */
  readonly at: number
  readonly policy: { readonly version: string; readonly revision: number }
  /** SHA-256 over the routes, in hex. */
  readonly registry: string
  /** Strengths by class of applications. */
  readonly demanded: Readonly<Record<string, string>>
  readonly examined: Examined
  /** Each application, with how many accounts reach it below what is demanded. */
  readonly applications: readonly CoveredApplication[]
  /** The worst first. */
  readonly ways: readonly Way[]
  /** What this does not look at, in words (R20). */
  readonly notExamined: readonly string[]
}

interface Examined {
  readonly accounts: number
  /** Accounts that no decision tells apart are one kind. */
  readonly kinds: number
  readonly applications: number
  readonly doors: readonly string[]
  /** Kinds of circumstances that rules tell apart. */
  readonly circumstances: number
  /** How often the functions that decide were asked. */
  readonly decisions: number
}

/** Some milliseconds of work. */
const decisionsPerTurn = 256

const notExamined = [
  'whoever holds the rights of the service on its machine, or its database with its key',
  'invitations, access passes and set-up links that are under way',
  'applications that let people in without asking here',
  'the phones, mailboxes and devices of people',
] as const

/**
 * Shows each way in that ends below what the class of an application demands. Computed from the functions that decide,
 * over the doors, applications, keys and accounts as they are now: once for all that are alike.
 */
export async function coverageOf(deps: AdministrationDeps, input: CoverageInput): Promise<Coverage> {
  requirePermission(input.actor, looksAtPolicy, deps.sessions.requireFresh)
  return deps.heavyReads(() => prove(deps, input))
}

async function prove(deps: AdministrationDeps, input: CoverageInput): Promise<Coverage> {
  const { policy } = deps
  const { revision } = deps.policies
  const { doors, registry } = await deps.surface()
  const at = deps.storage.clock.now()
  const population = await populationOf(deps, [policy], { onProgress: input.onProgress })
  const targets = await targetsOf(deps, { policy, doors, at })
  const [ours, theirs] = [true, false].map((placed) =>
    cellsOf(policy, { now: at, placed, countries: deps.countries.known }),
  )
  const found = openFindings()
  let [decisions, pause] = [0, 0]
  for (const target of targets) {
    found.noteTarget(target, population)
    const { application, demanded } = target
    if (demanded === undefined) continue
    for (const lane of target.lanes) {
      const cells = (lane.atOurPages ? ours : theirs) ?? []
      for (const kind of population) {
        // Many kinds and applications take a while: others get their turn in between.
        if (decisions >= pause) {
          await turn()
          pause = decisions + decisionsPerTurn
        }
        for (const cell of cells) {
          const ways = waysIn(deps, policy, { kind, application, lane, cell, demanded })
          for (const way of ways) found.note({ way, application, lane, kind, cell, of: cells.length })
          decisions += 1
        }
      }
    }
  }
  return {
    at,
    policy: { version: policy.version, revision },
    registry: createHash('sha256').update(registry.toSorted().join('\n')).digest('hex'),
    demanded: policy.classes,
    examined: {
      accounts: population.reduce((all, { count }) => all + count, 0),
      kinds: population.length,
      applications: targets.length,
      doors: doors.map(({ id }) => id),
      circumstances: ours?.length ?? 0,
      decisions,
    },
    applications: found.applications(),
    ways: found.ways(),
    notExamined,
  }
}

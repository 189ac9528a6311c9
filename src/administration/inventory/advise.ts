import { type AccountMark, foldName } from '../../accounts/index.ts'
import type { ApplicationClass } from '../../applications/index.ts'
import { assess } from '../../inventory/index.ts'
import { type Actor, requirePermission } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'
import { type NamedProfile, readProfiles } from './profiles.ts'
import { type Lacking, proposeStages, type Stage } from './propose.ts'

const looks = { role: 'help-desk', scope: 'accounts:read', changes: false } as const

export interface AdviceQuery {
  readonly class?: ApplicationClass | undefined
  readonly signal?: AccountMark | undefined
  /** People's accounts, or those of programs. */
  readonly kind?: 'person' | 'service' | undefined
  /** Part of a name, in any spelling. */
  readonly search?: string | undefined
  /** How many of the most urgent to leave out. */
  readonly skip?: number | undefined
  /** At most 200. */
  readonly limit?: number | undefined
}

/** An account that needs a second factor and has none that it could use. */
export interface AdviceItem {
  readonly account: string
  /** False where only lists name it: there is no account of that name here. */
  readonly here: boolean
  readonly risk: number
  readonly classes: readonly ApplicationClass[]
  readonly signals: readonly AccountMark[]
  /** It looks like a program's: a key of its own takes the place of a second factor. */
  readonly service: boolean
  readonly because: readonly string[]
}

export interface Advice {
  readonly accounts: number
  /** Those for whom a reason was found, and those of them who have no second factor that they could use. */
  readonly need: number
  readonly lack: number
  /** Of those who lack it: programs. */
  readonly services: number
  readonly byClass: readonly {
    readonly class: ApplicationClass
    readonly need: number
    readonly lack: number
  }[]
  /** The most urgent first. */
  readonly items: readonly AdviceItem[]
  /** How many items there are in all pages. */
  readonly found: number
  readonly stages: readonly Stage[]
}

type Item = AdviceItem & { readonly lacking: Lacking }

/** Who needs a second factor and has none, why, and what rules would ask for it. Read from live rows; nothing is kept. */
export async function adviseInventory(deps: AdministrationDeps, input: AdviseInput): Promise<Advice> {
  requirePermission(input.actor, looks, deps.sessions.requireFresh)
  return deps.heavyReads(() => advise(deps, input))
}

export interface AdviseInput {
  readonly actor: Actor
  readonly query: AdviceQuery
  readonly onProgress?: ((done: number) => void) | undefined
}

async function advise(deps: AdministrationDeps, input: AdviseInput): Promise<Advice> {
  const counts = new Map<ApplicationClass, { need: number; lack: number }>()
  const items: Item[] = []
  let accounts = 0
  let need = 0
  for await (const batch of readProfiles(deps)) {
    for (const profile of batch) {
      const { risk, ...found } = assess(profile)
      if (risk === 0) continue
      need++
      const lacks = profile.held !== 'second'
      for (const one of found.classes) count(counts, one, lacks)
      if (lacks) items.push(itemOf(profile, { risk, ...found }))
    }
    accounts += batch.length
    input.onProgress?.(accounts)
  }
  items.sort((one, other) => other.risk - one.risk || (one.lacking.key < other.lacking.key ? -1 : 1))
  const { skip = 0, limit = 50 } = input.query
  const fitting = items.filter((item) => fits(item, input.query))
  return {
    accounts,
    need,
    lack: items.length,
    services: items.filter(({ service }) => service).length,
    byClass: [...counts].map(([one, count]) => ({ class: one, ...count })),
    items: fitting.slice(skip, skip + Math.min(limit, 200)).map(({ lacking: _, ...item }) => item),
    found: fitting.length,
    stages: await proposeStages(
      deps,
      items.filter(({ here, service }) => here && !service).map(({ lacking }) => lacking),
    ),
  }
}

function itemOf(profile: NamedProfile, found: Omit<AdviceItem, 'account' | 'here'>): Item {
  const { name, key, here, role } = profile
  const { classes, signals } = found
  const because = here ? found.because : [...found.because, 'has no account here yet']
  return {
    account: name,
    here,
    ...found,
    because,
    lacking: { name, key, administers: role !== 'person', classes, signals },
  }
}

function count(
  counts: Map<ApplicationClass, { need: number; lack: number }>,
  one: ApplicationClass,
  lacks: boolean,
) {
  const before = counts.get(one) ?? { need: 0, lack: 0 }
  counts.set(one, { need: before.need + 1, lack: before.lack + (lacks ? 1 : 0) })
}

function fits({ classes, signals, service, lacking }: Item, query: AdviceQuery): boolean {
  return (
    (query.class === undefined || classes.includes(query.class)) &&
    (query.signal === undefined || signals.includes(query.signal)) &&
    (query.kind === undefined || service === (query.kind === 'service')) &&
    lacking.key.includes(foldName(query.search ?? ''))
  )
}

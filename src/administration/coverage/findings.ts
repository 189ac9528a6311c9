import type { Application, ApplicationClass } from '../../applications/index.ts'
import type { Cell } from '../../policy/index.ts'
import type { AccountKind } from './population.ts'
import type { Opened, Target } from './targets.ts'
import type { Lane, WayKind } from './ways.ts'

/** One way that stands open, for all accounts that have it. */
export interface Way {
  /**
   * api-key: a key alone does what administrators do · open-path, open-site: anybody reaches some of it, or all that is
   * not said otherwise, without signing in.
   */
  readonly kind: WayKind | 'api-key' | 'open-path' | 'open-site'
  /** below: less than is demanded · relies: enough, as long as something else that is named keeps its word. */
  readonly verdict: 'below' | 'relies'
  readonly application: string
  readonly class: ApplicationClass
  readonly doors: readonly string[]
  readonly accounts: number
  /** Names of some of them. */
  readonly examples: readonly string[]
  /** Some of the circumstances, or paths, in which it is open; none: in all of them. */
  readonly circumstances: readonly string[]
  readonly text: string
}

/** An application, and how well it is covered. */
export interface CoveredApplication {
  readonly name: string
  readonly class: ApplicationClass
  /** Accounts that have some way in below what its class demands. */
  readonly below: number
  /** Whether anything was said of its class. */
  readonly demanded: boolean
}

/** Where a way was found. */
interface Place {
  readonly way: WayKind
  readonly application: Application
  readonly lane: Lane
  readonly kind: AccountKind
  readonly cell: Cell
  /** How many kinds of circumstances there are. */
  readonly of: number
}

interface Open {
  readonly kind: Way['kind']
  readonly application: Application
  readonly doors: Set<string>
  readonly paths: Set<string>
  readonly kinds: Map<AccountKind, Set<Cell>>
  readonly of: number
}

/** The worst first. */
const texts: Readonly<Record<Way['kind'], string>> = {
  'open-site': 'Nobody has to sign in: its settings leave it open to anybody.',
  'password-alone': 'A password is enough.',
  exception: 'An exception leaves these accounts out of what is demanded, until it ends.',
  grace: 'What would have to be set up may still be put off, until the grace of each is over.',
  'code-alone': 'One code without a password is enough, in one call.',
  'first-enrolment': 'No second factor yet: whoever has the password sets up the first one.',
  weaker: 'Enough here is less than the class demands.',
  'stronger-enrolment': 'What is demanded is set up after something weaker was shown.',
  'own-program':
    'A program on this machine asks about a code alone; whether it asks for more is its own affair.',
  remembered: 'A browser that has shown a second factor need not show one again for a while.',
  vouched: 'The application says that it has judged the first factor itself.',
  recovery: 'A recovery code lets its holder replace what was lost.',
  'mailed-link': 'A mailed link and a second factor let their owner choose another password.',
  'open-path': 'Its settings leave paths open to anybody, signed in or not.',
  'api-key': 'A key alone does what administrators do.',
}

const ranks = Object.keys(texts)

const relying: ReadonlySet<Way['kind']> = new Set([
  'stronger-enrolment',
  'own-program',
  'vouched',
  'remembered',
  'recovery',
  'mailed-link',
  'open-path',
  'api-key',
])

const ruling = ['administration', 'accounts:write', 'authenticators:write', 'authenticators:care'] as const

const mostShown = 5

/** Gathers what was found, each way into each application once. */
export function openFindings() {
  const found = new Map<string, Open>()
  const targets: { readonly application: Application; readonly demanded: boolean }[] = []

  function openAt(kind: Way['kind'], application: Application, of: number): Open {
    const name = `${kind} ${application.id}`
    const open = found.get(name) ?? {
      kind,
      application,
      doors: new Set(),
      paths: new Set(),
      kinds: new Map(),
      of,
    }
    found.set(name, open)
    return open
  }

  function noteOpened(
    application: Application,
    { door, path }: Opened,
    everybody: readonly AccountKind[],
  ): void {
    const { doors, paths, kinds } = openAt(path === '/' ? 'open-site' : 'open-path', application, 0)
    doors.add(door)
    for (const kind of everybody) kinds.set(kind, new Set())
    if (path !== '/') paths.add(path)
  }

  return {
    note({ way, application, lane, kind, cell, of }: Place): void {
      const { doors, kinds } = openAt(way, application, of)
      doors.add(lane.door)
      kinds.set(kind, (kinds.get(kind) ?? new Set()).add(cell))
    },

    /** An application with a key that rules accounts is a way to all of them, and what is open is so to all. */
    noteTarget({ application, scopes, demanded, opened }: Target, everybody: readonly AccountKind[]): void {
      targets.push({ application, demanded: demanded !== undefined })
      if (ruling.some((scope) => scopes.has(scope))) openAt('api-key', application, 0)
      if (demanded !== undefined) for (const one of opened) noteOpened(application, one, everybody)
    },

    /** The least covered first. */
    applications(): readonly CoveredApplication[] {
      return targets
        .map(({ application, demanded }) => ({
          name: application.name,
          class: application.class,
          demanded,
          below: countOf(belowAt([...found.values()], application)),
        }))
        .toSorted((one, other) => other.below - one.below || one.name.localeCompare(other.name))
    },

    /** The worst first, then by how many accounts have it. */
    ways(): readonly Way[] {
      return [...found.values()].map(wayOf).toSorted(worstFirst)
    },
  }
}

function wayOf({ kind, application, doors, paths, kinds, of }: Open): Way {
  const everywhere = [...kinds.values()].some((cells) => cells.size === of)
  const cells = everywhere ? [] : [...new Set([...kinds.values()].flatMap((some) => [...some]))]
  return {
    kind,
    verdict: relying.has(kind) ? 'relies' : 'below',
    application: application.name,
    class: application.class,
    doors: [...doors].toSorted(),
    accounts: countOf(kinds.keys()),
    examples: [...kinds.keys()].flatMap(({ examples }) => examples).slice(0, mostShown),
    circumstances: [...paths, ...cells.map(({ text }) => text)].slice(0, mostShown),
    text: texts[kind],
  }
}

/** Kinds of accounts with some way below, each once. */
function belowAt(all: readonly Open[], application: Application): ReadonlySet<AccountKind> {
  const here = all.filter((one) => one.application.id === application.id && !relying.has(one.kind))
  return new Set(here.flatMap(({ kinds }) => [...kinds.keys()]))
}

function countOf(kinds: Iterable<AccountKind>): number {
  return [...kinds].reduce((all, { count }) => all + count, 0)
}

function worstFirst(one: Way, other: Way): number {
  const worse = ranks.indexOf(one.kind) - ranks.indexOf(other.kind)
  return worse || other.accounts - one.accounts || one.application.localeCompare(other.application)
}

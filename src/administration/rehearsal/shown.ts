import { kindsShown } from '../../authentication/index.ts'
import { assuranceOf, type Earlier, type StandIn, type Standing } from '../../policy/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import type { ProvedThen, Recorded, RecordedAdmission } from './recorded.ts'

type Traited = Pick<AdministrationDeps, 'factors'>

interface Shown extends Standing {
  readonly factors: readonly ReturnType<typeof traitsOf>[]
}

/** What it showed, as far as the kinds of its factors tell. */
export function shownThen(deps: Traited, recorded: Recorded): Shown {
  const factors = recorded.factors.map((factor) => traitsOf(deps, factor))
  return {
    assurance: recorded.assurance,
    phishingResistant: factors.some((one) => one.phishingResistant),
    userVerified: recorded.assurance >= 2 && factors.length === 1 && !recorded.vouched,
    factors,
  }
}

/** What the session was worth that somebody was let in with. */
export function earlierThen(deps: Traited, recorded: RecordedAdmission): Earlier {
  const all = shownThen(deps, recorded)
  return {
    all,
    within: (milliseconds) => {
      const young = new Set(
        recorded.proved.filter(isWithin(recorded.at, milliseconds)).map(({ factor }) => factor),
      )
      return young.size === recorded.factors.length ? all : partOf(all, young)
    },
  }
}

function isWithin(at: number, milliseconds: number) {
  return (proof: ProvedThen) => at >= proof.at && at - proof.at <= milliseconds
}

function partOf({ assurance, factors: all }: Shown, young: ReadonlySet<string>): Standing {
  const isHardware = assurance === 3
  const factors = all.filter(({ factor }) => young.has(factor))
  return {
    assurance: assuranceOf(
      factors.map((one) => ({ ...one, role: 'factor', deviceBound: isHardware, attested: isHardware })),
    ),
    phishingResistant: factors.some((one) => one.phishingResistant),
    userVerified: false,
    factors,
  }
}

/** The browser that stood in for a second factor, with what was shown there. */
export function standInThen(deps: Traited, { standIn }: Recorded): StandIn | undefined {
  return standIn && { age: standIn.age, shown: standIn.factors.map((factor) => traitsOf(deps, factor)) }
}

function traitsOf({ factors }: Traited, factor: string) {
  return {
    factor,
    kinds: kindsShown(factors, factor),
    phishingResistant: factors.find(factor)?.traits.phishingResistant === true,
  }
}

import { useState } from 'react'
import type { AttemptView, Reason } from '../api/types.ts'
import { usePortal } from '../api/use-portal.ts'
import { screensOf } from '../factors.ts'
import { broughtErrand } from '../kit/errand.ts'
import { ChooseFactor, type Intent } from './choose-factor.tsx'
import { EnrolStep } from './enrol-step.tsx'
import { byOwner, type Enrolling } from './enrolling.ts'
import { RevealStep } from './reveal-step.tsx'
import { type Enrolled, type Reveal, revealsOf } from './reveals.ts'

export interface EnrolmentFlowProps {
  readonly factors: readonly string[]
  readonly because: readonly Reason[]
  readonly accountName: string
  /** Why it is set up, in the words of its screens. */
  readonly intent?: Intent
  /** The page on which it goes on for a browser that was sent to another server's page for it. */
  readonly back?: string
  /** Where it is set up by another right than that of a sign-in or a session. */
  readonly through?: Enrolling
  /** All is set up and seen; the attempt as it stands now, where one is in progress. */
  readonly onDone: (attempt: AttemptView | undefined) => void
}

type Phase =
  | { readonly at: 'choose' }
  | { readonly at: 'enrol'; readonly factor: string }
  | { readonly at: 'reveal'; readonly queue: readonly Reveal[]; readonly attempt: AttemptView | undefined }

/** Choose a factor, set it up, confirm it, keep what is shown once. */
export function EnrolmentFlow(props: EnrolmentFlowProps) {
  const portal = usePortal()
  const factors = props.factors.filter((factor) => screensOf(factor) !== undefined)
  const beginnings = portal.factors.filter(({ id, first }) => first && factors.includes(id))
  const begins = beginnings.length === factors.length
  const only = begins && factors.length === 1 ? factors[0] : undefined
  const [phase, setPhase] = useState<Phase>(() => {
    const factor = broughtOffer(factors) ?? only
    return factor === undefined ? { at: 'choose' } : { at: 'enrol', factor }
  })

  function reveal(queue: readonly Reveal[], attempt: AttemptView | undefined): void {
    if (queue.length === 0) props.onDone(attempt)
    else setPhase({ at: 'reveal', queue, attempt })
  }

  function enrolled(result: Enrolled): void {
    reveal(revealsOf(result, portal.factors), result.attempt)
  }

  if (phase.at === 'choose') {
    return (
      <ChooseFactor
        factors={factors}
        because={props.because}
        intent={begins ? 'begin' : (props.intent ?? 'first')}
        onChoose={(factor) => setPhase({ at: 'enrol', factor })}
      />
    )
  }
  if (phase.at === 'enrol') {
    return (
      <EnrolStep
        key={phase.factor}
        factor={phase.factor}
        accountName={props.accountName}
        through={props.through ?? byOwner}
        back={props.back}
        onEnrolled={enrolled}
        {...(only === undefined ? { onBack: () => setPhase({ at: 'choose' }) } : {})}
      />
    )
  }
  const [first, ...rest] = phase.queue
  if (first === undefined) return null
  return (
    <RevealStep
      key={first.factor}
      reveal={first}
      accountName={props.accountName}
      onDone={() => reveal(rest, phase.attempt)}
    />
  )
}

/** The factor whose offer a browser has just come back for. */
function broughtOffer(factors: readonly string[]): string | undefined {
  const errand = broughtErrand()
  return factors.find((factor) => factor === errand?.factor && errand.offer !== undefined)
}

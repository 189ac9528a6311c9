import { useTranslation } from 'react-i18next'
import type { Reason } from '../api/types.ts'
import { usePortal } from '../api/use-portal.ts'
import { Alert } from '../kit/alert.tsx'
import { useReasonText } from '../kit/reason-text.ts'
import { Step } from '../kit/step.tsx'
import classes from './enrolment.module.css'
import { FactorCard } from './factor-card.tsx'

/** The first door, the first second one, one more, or one in the place of another that was lost. */
export type Intent = 'begin' | 'first' | 'add' | 'replace'

interface ChooseFactorProps {
  readonly factors: readonly string[]
  readonly because: readonly Reason[]
  readonly intent: Intent
  readonly onChoose: (factor: string) => void
}

/** Teaches what each factor costs, how easy and how safe it is, and lets the person choose. */
export function ChooseFactor({ factors, because, intent, onChoose }: ChooseFactorProps) {
  const { t } = useTranslation('enrolment')
  const portal = usePortal()
  const reasonText = useReasonText()
  const offered = factors.flatMap((id) => portal.factors.find((info) => info.id === id) ?? [])
  const shown = offered.length === 0 ? 'none' : intent
  return (
    <Step title={t(`choose.${shown}.title`)} lead={t(`choose.${shown}.lead`)} focusTitle wide>
      {because.length > 0 && <Alert tone="info">{because.map(reasonText).join(' ')}</Alert>}
      <ul className={classes.cards}>
        {offered.map((info) => (
          <li key={info.id}>
            <FactorCard info={info} onChoose={() => onChoose(info.id)} />
          </li>
        ))}
      </ul>
    </Step>
  )
}

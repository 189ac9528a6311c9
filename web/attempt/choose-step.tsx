import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AttemptView, Guide } from '../api/types.ts'
import { usePortal } from '../api/use-portal.ts'
import { screensOf } from '../factors.ts'
import { Choice } from '../kit/choice.tsx'
import { Step } from '../kit/step.tsx'
import { Turns } from '../kit/turns.tsx'
import classes from './attempt.module.css'
import type { Way } from './ways.ts'

interface ChooseStepProps {
  readonly ways: readonly Way[]
  /** What the person has besides, each with the reason why it does not serve now. */
  readonly withheld: AttemptView['withheld']
  readonly onChoose: (factor: string) => void
  readonly onRestart: () => void
}

/** Lets the person choose how to open the second door. */
export function ChooseStep({ ways, withheld, onChoose, onRestart }: ChooseStepProps) {
  const { t } = useTranslation('attempt')
  const portal = usePortal()
  return (
    <Step title={t('choose.title')} lead={t('choose.lead')} focusTitle>
      <ul className={classes.ways}>
        {ways.map((way) => {
          const guide = portal.factors.find(({ id }) => id === way.factor)?.guide
          return (
            <li key={way.factor}>
              <Choice
                Icon={screensOf(way.factor)?.Icon}
                title={guide?.name ?? way.factor}
                text={about(way, guide)}
                onChoose={() => onChoose(way.factor)}
              />
            </li>
          )
        })}
      </ul>
      {withheld.length > 0 && (
        <ul className={classes.withheld} aria-label={t('choose.withheld')}>
          {withheld.map(({ factor, label, text }) => (
            <li key={`${factor} ${label}`}>
              <strong>{label}</strong>: {text}
            </li>
          ))}
        </ul>
      )}
      <Turns>
        <Button variant="subtle" size="sm" color="gray" onClick={onRestart}>
          {t('restart')}
        </Button>
      </Turns>
    </Step>
  )
}

/** Which ones it is, where their names tell more than that of the factor does; else what it is. */
function about({ options }: Way, guide: Guide | undefined): string | undefined {
  const labels = options.flatMap(({ label }) => label ?? [])
  return labels.some((label) => label !== guide?.name) ? labels.join(', ') : guide?.summary
}

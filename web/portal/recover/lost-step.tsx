import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../api/problem.ts'
import { dropRebind, nameLost } from '../../api/rebind.ts'
import type { RebindView } from '../../api/types.ts'
import { usePortal } from '../../api/use-portal.ts'
import attempt from '../../attempt/attempt.module.css'
import { screensOf } from '../../factors.ts'
import { Choice } from '../../kit/choice.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { Step } from '../../kit/step.tsx'
import { Turns } from '../../kit/turns.tsx'

interface LostStepProps {
  readonly rebind: RebindView
  readonly onNamed: (rebind: RebindView) => void
}

/** Asks which authenticator is lost. */
export function LostStep({ rebind, onNamed }: LostStepProps) {
  const { t } = useTranslation('portal')
  const { factors } = usePortal()
  const naming = useMutation({ mutationFn: nameLost, onSuccess: onNamed })
  const dropping = useMutation({ mutationFn: dropRebind, onSettled: () => location.replace('/sign-in') })
  return (
    <Step title={t('recover.which.title')} lead={t('recover.which.lead')} focusTitle>
      {naming.error !== null && <ProblemAlert problem={asProblem(naming.error)} />}
      <ul className={attempt.ways}>
        {rebind.authenticators.map(({ id, factor, label }) => (
          <li key={id}>
            <Choice
              Icon={screensOf(factor)?.Icon}
              title={label}
              text={kindOf(factors.find((info) => info.id === factor)?.guide.name ?? factor, label)}
              onChoose={() => naming.mutate(id)}
            />
          </li>
        ))}
      </ul>
      <Turns>
        <Button variant="subtle" size="sm" color="gray" onClick={() => dropping.mutate()}>
          {t('recover.drop')}
        </Button>
      </Turns>
    </Step>
  )
}

/** What kind it is, where its name does not say so. */
function kindOf(kind: string, label: string): string {
  return kind === label ? '' : kind
}

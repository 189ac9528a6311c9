import { useTranslation } from 'react-i18next'
import { screensOf } from '../factors.ts'
import { Step } from '../kit/step.tsx'
import type { Reveal } from './reveals.ts'

interface RevealStepProps {
  readonly reveal: Reveal
  readonly accountName: string
  readonly onDone: () => void
}

/** Shows something this once. */
export function RevealStep({ reveal, accountName, onDone }: RevealStepProps) {
  const { t } = useTranslation(reveal.factor)
  const screens = screensOf(reveal.factor)
  if (screens?.Reveal === undefined) return null
  return (
    <Step title={t('reveal.title')} lead={t('reveal.lead')} focusTitle>
      <screens.Reveal show={reveal.show} accountName={accountName} onDone={onDone} />
    </Step>
  )
}

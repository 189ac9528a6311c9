import { type ReactNode, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dropAttempt } from '../api/attempts.ts'
import { Dialog } from '../kit/dialog.tsx'
import { StepUpContext } from './context.ts'
import { StepUpDialog } from './step-up-dialog.tsx'

/** Offers the step-up to all screens inside: a dialog that opens when a request needs it. */
export function StepUpProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation(['step-up', 'kit'])
  const [answer, setAnswer] = useState<(proved: boolean) => void>()
  const ask = useCallback(() => new Promise<boolean>((resolve) => setAnswer(() => resolve)), [])

  function close(proved: boolean): void {
    answer?.(proved)
    setAnswer(undefined)
  }

  function turnBack(): void {
    void dropAttempt().catch(() => undefined)
    close(false)
  }

  return (
    <StepUpContext value={ask}>
      {children}
      {answer !== undefined && (
        <Dialog onClose={turnBack} title={t('title')}>
          <StepUpDialog lead={t('lead')} onDone={() => close(true)} />
        </Dialog>
      )}
    </StepUpContext>
  )
}

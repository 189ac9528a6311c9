import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttemptNotice } from '../api/types.ts'
import { Alert } from '../kit/alert.tsx'
import { Step } from '../kit/step.tsx'

interface NoticesStepProps {
  readonly notices: readonly AttemptNotice[]
  readonly onDone: () => void
}

/** What the person should know now that they are in; goes on by itself where there is nothing. */
export function NoticesStep({ notices, onDone }: NoticesStepProps) {
  const { t } = useTranslation('attempt')
  const quiet = notices.length === 0
  useEffect(() => {
    if (quiet) onDone()
  }, [quiet, onDone])
  if (quiet) return <Step title={t('finishing')} />
  return (
    <Step title={t('notices.title')} focusTitle>
      {notices.map((notice) => (
        <Alert key={notice.id} tone="warn">
          {notice.text}
        </Alert>
      ))}
      <Button fullWidth onClick={onDone}>
        {t('notices.action')}
      </Button>
    </Step>
  )
}

import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Mark } from './mark.tsx'
import { Step } from './step.tsx'
import classes from './unavailable.module.css'

/** The server is away: says so, tries again by itself, and lets one try by hand. */
export function Unavailable({ onRetry, trying }: { onRetry: () => unknown; trying: boolean }) {
  const { t } = useTranslation('kit')
  useEffect(() => {
    const timer = setInterval(() => onRetry(), 8000)
    return () => clearInterval(timer)
  }, [onRetry])
  return (
    <main className={classes.page}>
      <Mark size={48} />
      <Step title={t('unavailable.title')} lead={t('unavailable.text')} focusTitle>
        <div>
          <Button onClick={() => onRetry()} loading={trying} variant="default">
            {t('unavailable.retry')}
          </Button>
        </div>
      </Step>
    </main>
  )
}

import { Anchor, Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Shown } from '../../../../web/api/types.ts'
import { Alert } from '../../../../web/kit/alert.tsx'
import { pageFor, questionIn } from './present.ts'
import classes from './smart-card.module.css'

interface ByWindowProps {
  readonly show: Shown | undefined
  readonly pending: boolean
  readonly onRead: (nonce: string) => void
}

/** Where the browser would not present a certificate behind the page: a window of its own, and back here. */
export function ByWindow({ show, pending, onRead }: ByWindowProps) {
  const { t } = useTranslation('smart-card')
  const question = questionIn(show)
  if (question === undefined) return null
  return (
    <div className={classes.form}>
      <Alert tone="warn">{t('unreachable')}</Alert>
      <Anchor href={pageFor(question)} target="_blank" rel="opener">
        {t('window')}
      </Anchor>
      <Button variant="default" loading={pending} onClick={() => onRead(question.nonce)}>
        {t('done')}
      </Button>
    </div>
  )
}

import { Button } from '@mantine/core'
import IconId from '@tabler/icons-react/icons/IconId'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EnrolProps } from '../../../../web/kit/factor-screens.ts'
import { RefusalAlert } from '../../../../web/kit/refused-offer.tsx'
import { ByWindow } from './by-window.tsx'
import { present, questionIn } from './present.ts'
import classes from './smart-card.module.css'

/** Has the browser present a certificate once, and it is its owner's. */
export function EnrolSmartCard(props: EnrolProps) {
  const { show, pending, onAnswer } = props
  const { t } = useTranslation('smart-card')
  const [reading, setReading] = useState(false)
  const [blocked, setBlocked] = useState(false)

  async function read(): Promise<void> {
    const question = questionIn(show)
    if (question === undefined) return
    setReading(true)
    const presented = await present(question)
    setReading(false)
    setBlocked(!presented)
    if (presented) onAnswer({ nonce: question.nonce })
  }

  return (
    <div className={classes.form}>
      <RefusalAlert {...props} />
      {blocked && <ByWindow show={show} pending={pending} onRead={(nonce) => onAnswer({ nonce })} />}
      <Button
        fullWidth
        leftSection={<IconId size={20} aria-hidden />}
        loading={pending || reading}
        onClick={() => void read()}
      >
        {t('enrol.action')}
      </Button>
      <p className={classes.help}>{t('enrol.help')}</p>
    </div>
  )
}

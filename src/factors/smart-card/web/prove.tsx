import { Button } from '@mantine/core'
import IconId from '@tabler/icons-react/icons/IconId'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert } from '../../../../web/kit/alert.tsx'
import type { ProveProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { ByWindow } from './by-window.tsx'
import { present, questionIn } from './present.ts'
import classes from './smart-card.module.css'

/** Has the browser present a certificate for a question of this sign-in; each question is for one answer. */
export function ProveSmartCard({ options, pending, problem, ready, onProve, question }: ProveProps) {
  const { t } = useTranslation('smart-card')
  const [reading, setReading] = useState(false)
  const [blocked, setBlocked] = useState(false)
  const labels = options.flatMap(({ label }) => label ?? [])
  const refused = problem?.code === 'proof.refused'

  async function use(): Promise<void> {
    setReading(true)
    const asked = questionIn(await question.ask())
    const presented = asked !== undefined && (await present(asked))
    setReading(false)
    setBlocked(asked !== undefined && !presented)
    if (asked !== undefined && presented) onProve({ nonce: asked.nonce })
  }

  return (
    <div className={classes.form}>
      {labels.length > 0 && <p className={classes.help}>{t('prove.which', { labels: labels.join(', ') })}</p>}
      {refused ? <Alert tone="bad">{t('prove.refused')}</Alert> : <ProblemAlert problem={problem} />}
      <ProblemAlert problem={question.problem} />
      {blocked && <ByWindow show={question.show} pending={pending} onRead={(nonce) => onProve({ nonce })} />}
      <Button
        fullWidth
        autoFocus
        leftSection={<IconId size={20} aria-hidden />}
        loading={pending || reading}
        disabled={!ready}
        onClick={() => void use()}
      >
        {t('prove.action')}
      </Button>
      <p className={classes.help}>{t('prove.help')}</p>
    </div>
  )
}

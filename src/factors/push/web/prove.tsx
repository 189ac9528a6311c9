import { Button, Skeleton } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert } from '../../../../web/kit/alert.tsx'
import type { ProveProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { inThrees } from './number.ts'
import classes from './push.module.css'
import { questionIn } from './show.ts'
import { useStanding } from './use-standing.ts'

/** Asks the phones, shows the number that is typed on one of them, and proves once that one has answered. */
export function ProvePush({ pending, problem, ready, onProve, question }: ProveProps) {
  const { t } = useTranslation('push')
  const { show, asking, problem: askProblem, ask } = question
  const asked = useRef(false)
  const [proved, setProved] = useState<string>()
  const asks = questionIn(show)
  const nonce = asks?.nonce
  const standing = useStanding(question, nonce)

  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void ask()
  }, [ask])

  useEffect(() => {
    if (standing !== 'answered' || nonce === undefined || nonce === proved) return
    setProved(nonce)
    onProve({ nonce })
  }, [standing, nonce, proved, onProve])

  if (standing === 'ended') return <Alert tone="bad">{t('prove.ended')}</Alert>
  const refused = nonce !== undefined && nonce === proved && problem !== undefined
  if (asks !== undefined && standing !== 'over' && !refused && !asking) return <TypeThere {...asks} />
  if (askProblem === undefined && standing !== 'over' && !refused)
    return <Skeleton height={180} radius="lg" aria-label={t('prove.asking')} />
  return (
    <div className={classes.form}>
      {askProblem === undefined && <Alert tone="warn">{t('prove.over')}</Alert>}
      <ProblemAlert problem={askProblem} />
      <Button fullWidth loading={pending || asking} disabled={!ready} onClick={() => void ask()}>
        {t('prove.again')}
      </Button>
    </div>
  )
}

function TypeThere({ number, phones }: { readonly number: string; readonly phones: readonly string[] }) {
  const { t } = useTranslation('push')
  return (
    <div className={classes.form}>
      <figure className={classes.figure}>
        <figcaption className={classes.help}>{t('prove.number')}</figcaption>
        <output className={classes.number} aria-label={[...number].join(' ')}>
          {inThrees(number)}
        </output>
      </figure>
      <p className={classes.help}>{t('prove.where', { phones: phones.join(', ') })}</p>
      <p className={classes.waiting} role="status">
        {t('prove.waiting')}
      </p>
      <p className={classes.help}>{t('prove.silent', { address: `${location.host}/phone` })}</p>
    </div>
  )
}

import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert } from '../../../../web/kit/alert.tsx'
import { CodeInput } from '../../../../web/kit/code-input.tsx'
import type { EnrolProps } from '../../../../web/kit/factor-screens.ts'
import { noticeTexts } from '../../../../web/kit/notice-text.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { Turns } from '../../../../web/kit/turns.tsx'
import classes from './push.module.css'
import { nameIn, offerIn } from './show.ts'

const digits = 6
/** Milliseconds between two looks whether a phone has joined. */
const pause = 1000

/** Shows the picture until a phone has joined, then asks for the number that it shows. */
export function EnrolPush(props: EnrolProps) {
  const { show, joined } = props
  const { link } = offerIn(show)
  const waiting = useQuery({
    queryKey: ['push', 'joined', link],
    queryFn: async ({ signal }) => nameIn(await joined?.(signal)) ?? null,
    enabled: joined !== undefined,
    refetchInterval: ({ state }) => (typeof state.data === 'string' ? false : pause),
  })
  const name = waiting.data ?? undefined
  return name === undefined ? <Scan {...props} /> : <TypeNumber {...props} name={name} />
}

function Scan({ show }: EnrolProps) {
  const { t } = useTranslation('push')
  const { link, qr } = offerIn(show)
  return (
    <div className={classes.form}>
      <img
        className={classes.qr}
        width="240"
        height="240"
        src={`data:image/svg+xml,${encodeURIComponent(qr.svg)}`}
        alt={t('enrol.alt')}
      />
      <ol className={classes.steps}>
        <li>{t('enrol.scan')}</li>
        <li>{t('enrol.open')}</li>
        <li>{t('enrol.back')}</li>
      </ol>
      <p className={classes.here}>
        {t('enrol.here')}{' '}
        <a href={link} target="_blank" rel="noreferrer">
          {t('enrol.openHere')}
        </a>
      </p>
      <p className={classes.waiting} role="status">
        {t('enrol.waiting')}
      </p>
    </div>
  )
}

function TypeNumber({ info, pending, problem, onAnswer, onAgain, name }: EnrolProps & { name: string }) {
  const { t } = useTranslation('push')
  const [number, setNumber] = useState('')
  const texts = noticeTexts(info, problem)

  useEffect(() => {
    if (problem !== undefined) setNumber('')
  }, [problem])

  function send(value: string): void {
    if (!pending && value.length === digits) onAnswer({ number: value })
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    send(number)
  }

  return (
    <form onSubmit={submit} className={classes.form}>
      <Alert tone="good">{t('enrol.joined', { name })}</Alert>
      <CodeInput
        label={t('enrol.number')}
        hint={t('enrol.numberHelp')}
        digits={digits}
        value={number}
        onChange={setNumber}
        onFull={send}
        invalid={texts.length > 0 && number === ''}
        disabled={pending}
        autoFocus
        oneTimeCode={false}
      />
      {texts.length > 0 ? <Alert tone="bad">{texts.join(' ')}</Alert> : <ProblemAlert problem={problem} />}
      <Button type="submit" fullWidth loading={pending}>
        {t('enrol.action')}
      </Button>
      {onAgain !== undefined && (
        <Turns>
          <Button variant="subtle" size="sm" color="gray" onClick={onAgain}>
            {t('enrol.other')}
          </Button>
        </Turns>
      )}
    </form>
  )
}

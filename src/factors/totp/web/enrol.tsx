import { Button } from '@mantine/core'
import { type SubmitEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert } from '../../../../web/kit/alert.tsx'
import { CodeInput } from '../../../../web/kit/code-input.tsx'
import type { EnrolProps } from '../../../../web/kit/factor-screens.ts'
import { noticeTexts } from '../../../../web/kit/notice-text.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import classes from './enrol.module.css'
import { ManualKey } from './manual-key.tsx'
import { type TotpShow, totpShow } from './show.ts'

const refusals = new Set(['enrolment.refused', 'proof.refused'])

/** Shows the QR code and the key once, and confirms with the first code. */
export function EnrolTotp({ info, show: shown, pending, problem, onAnswer }: EnrolProps) {
  const { t } = useTranslation('totp')
  const show = totpShow(shown)
  const [code, setCode] = useState('')
  const [next, setNext] = useState('')
  const [two, setTwo] = useState(false)
  const refused = problem !== undefined && refusals.has(problem.code)
  const texts = noticeTexts(info, problem)

  useEffect(() => {
    if (problem === undefined) return
    setCode('')
    setNext('')
    if (problem.details.notices?.some((notice) => notice.id === 'type-two')) setTwo(true)
  }, [problem])

  function send(answer: { code: string; next?: string }): void {
    const typed = Object.values(answer)
    if (!pending && typed.every((value) => value.length === show.digits)) onAnswer(answer)
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    send(next === '' ? { code } : { code, next })
  }

  return (
    <form onSubmit={submit} className={classes.form}>
      {show.qr !== undefined && <Scan show={show} svg={show.qr.svg} />}
      <ManualKey show={show} />
      <CodeInput
        label={t('enrol.code')}
        hint={two ? undefined : t('enrol.codeHelp')}
        digits={show.digits}
        value={code}
        onChange={setCode}
        {...(two ? {} : { onFull: (value: string) => send({ code: value }) })}
        invalid={refused && code === ''}
        disabled={pending}
        autoFocus={refused}
      />
      {two && (
        <CodeInput
          label={t('enrol.next')}
          hint={t('enrol.nextHelp')}
          digits={show.digits}
          value={next}
          onChange={setNext}
          onFull={(value) => send({ code, next: value })}
          disabled={pending}
          autoFocus={code.length === show.digits}
          oneTimeCode={false}
        />
      )}
      {refused ? (
        <Alert tone="bad">{texts.length === 0 ? t('enrol.refused') : texts.join(' ')}</Alert>
      ) : (
        <ProblemAlert problem={problem} />
      )}
      <Button type="submit" fullWidth loading={pending}>
        {t('enrol.action')}
      </Button>
    </form>
  )
}

function Scan({ show, svg }: { show: TotpShow; svg: string }) {
  const { t } = useTranslation('totp')
  return (
    <div className={classes.scan}>
      <img
        className={classes.qr}
        width="240"
        height="240"
        src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
        alt={t('enrol.alt', { issuer: show.issuer, account: show.account })}
      />
      <div className={classes.scanText}>
        <h2 className={classes.heading}>{t('enrol.scan')}</h2>
        <p className={classes.help}>{t('enrol.scanHelp')}</p>
        <p className={classes.here}>
          {t('enrol.here')} <a href={show.uri}>{t('enrol.open')}</a>
        </p>
      </div>
    </div>
  )
}

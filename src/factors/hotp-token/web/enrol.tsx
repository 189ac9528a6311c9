import { Button, Checkbox, TextInput } from '@mantine/core'
import { type SubmitEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert } from '../../../../web/kit/alert.tsx'
import type { EnrolProps } from '../../../../web/kit/factor-screens.ts'
import { noticeTexts } from '../../../../web/kit/notice-text.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { CodeField, isCode } from './code-field.tsx'
import { PinField } from './pin-field.tsx'
import { Question } from './question.tsx'
import { tokenShow } from './show.ts'
import classes from './token.module.css'

const refusals = new Set(['enrolment.refused', 'proof.refused', 'input.invalid'])

/** Serial number and code; a second code where one does not fit, and a PIN where one is asked for. */
export function EnrolToken({ info, show: shown, pending, problem, onAnswer }: EnrolProps) {
  const { t } = useTranslation('hotp-token')
  const { pin: policy } = tokenShow(shown)
  const [serial, setSerial] = useState('')
  const [codes, setCodes] = useState({ code: '', next: '' })
  const [pin, setPin] = useState('')
  const [hasPin, setHasPin] = useState(policy.required)
  const [two, setTwo] = useState(false)
  const refused = problem !== undefined && refusals.has(problem.code)
  const texts = noticeTexts(info, problem)

  useEffect(() => {
    if (problem === undefined) return
    setCodes({ code: '', next: '' })
    if (problem.details.notices?.some(({ id }) => id === 'type-two')) setTwo(true)
  }, [problem])

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (pending || !isCode(codes.code)) return
    onAnswer({
      code: codes.code,
      ...(serial.trim() === '' ? {} : { serial }),
      ...(two && isCode(codes.next) ? { next: codes.next } : {}),
      ...(hasPin && pin !== '' ? { pin } : {}),
    })
  }

  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t('enrol.serial')}
        description={t('enrol.serialHelp')}
        value={serial}
        onChange={(event) => setSerial(event.currentTarget.value)}
        classNames={{ input: classes.code ?? '' }}
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        disabled={pending}
        data-autofocus
      />
      <Keys shown={shown} />
      <CodeField
        label={two ? t('enrol.first') : t('enrol.code')}
        value={codes.code}
        onChange={(code) => setCodes({ ...codes, code })}
        invalid={refused && codes.code === ''}
        disabled={pending}
        autoFocus={refused}
      />
      {two && (
        <CodeField
          label={t('enrol.next')}
          hint={t('enrol.nextHelp')}
          value={codes.next}
          onChange={(next) => setCodes({ ...codes, next })}
          disabled={pending}
        />
      )}
      {!policy.required && (
        <Checkbox
          label={t('enrol.hasPin')}
          checked={hasPin}
          onChange={(event) => setHasPin(event.currentTarget.checked)}
        />
      )}
      {hasPin && (
        <PinField
          label={t('enrol.pin', { count: policy.minLength })}
          hint={t('enrol.pinHelp')}
          value={pin}
          onChange={setPin}
          disabled={pending}
          isNew
        />
      )}
      {refused ? (
        <Alert tone="bad">{texts.length === 0 ? t('enrol.refused') : texts.join(' ')}</Alert>
      ) : (
        <ProblemAlert problem={problem} />
      )}
      <Button type="submit" fullWidth loading={pending} disabled={!isCode(codes.code)}>
        {t('enrol.action')}
      </Button>
    </form>
  )
}

function Keys({ shown }: { readonly shown: EnrolProps['show'] }) {
  const { t } = useTranslation('hotp-token')
  return (
    <details className={classes.keys}>
      <summary>{t('enrol.keys')}</summary>
      <div className={classes.keysBody}>
        <p className={classes.help}>{t('enrol.keysHelp')}</p>
        <Question show={shown} />
      </div>
    </details>
  )
}

import { Button } from '@mantine/core'
import { type SubmitEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttemptOption } from '../../../../web/api/types.ts'
import { Alert } from '../../../../web/kit/alert.tsx'
import type { ProveProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { CodeField, isCode } from './code-field.tsx'
import { PinField } from './pin-field.tsx'
import { Question } from './question.tsx'
import classes from './token.module.css'
import { useAsked } from './use-asked.ts'

/** Asks for the code of a token, with its PIN where it has one; a token with keys is asked a question first. */
export function ProveToken({ options, pending, problem, ready, onProve, question }: ProveProps) {
  const { t } = useTranslation('hotp-token')
  const [code, setCode] = useState('')
  const [pin, setPin] = useState('')
  const refused = problem?.code === 'proof.refused'
  const { show, mayAsk, askAnew } = useAsked(options, question, problem)
  const asksPin = show === undefined && options.some(hasPin)
  const labels = options.flatMap(({ label }) => label ?? []).join(', ')
  const hint = labels === '' ? t('prove.hint') : t('prove.from', { labels })

  useEffect(() => {
    if (problem !== undefined) setCode('')
  }, [problem])

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (ready && !pending && isCode(code)) onProve({ code, ...(asksPin && pin !== '' ? { pin } : {}) })
  }

  return (
    <form onSubmit={submit} className={classes.form}>
      {show !== undefined && <Question show={show} />}
      {asksPin && (
        <PinField
          label={t('prove.pin')}
          value={pin}
          onChange={setPin}
          disabled={pending || !ready}
          autoFocus
        />
      )}
      <CodeField
        label={show === undefined ? t('prove.code') : t('prove.response')}
        hint={show === undefined ? hint : t('prove.responseHint')}
        value={code}
        onChange={setCode}
        invalid={refused && code === ''}
        disabled={pending || !ready}
        autoFocus={!asksPin || pin !== ''}
      />
      {refused ? (
        <Alert tone="bad">{t(refusalOf(show !== undefined, asksPin))}</Alert>
      ) : (
        <ProblemAlert problem={problem ?? question.problem} />
      )}
      <Button type="submit" fullWidth loading={pending} disabled={!ready || !isCode(code)}>
        {t('prove.action')}
      </Button>
      {mayAsk && (
        <Button variant="subtle" size="sm" loading={question.asking} onClick={askAnew}>
          {show === undefined ? t('question.ask') : t('question.again')}
        </Button>
      )}
    </form>
  )
}

function refusalOf(asked: boolean, withPin: boolean) {
  if (asked) return 'prove.refusedResponse'
  return withPin ? 'prove.refusedWithPin' : 'prove.refused'
}

/** Typed before the code, and not into the token. */
function hasPin({ describe }: AttemptOption): boolean {
  return describe?.pin !== undefined && describe.pin !== 'none' && describe.kind !== 'challenge'
}

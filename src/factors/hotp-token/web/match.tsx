import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../../../web/api/problem.ts'
import { Alert } from '../../../../web/kit/alert.tsx'
import type { ManageProps } from '../../../../web/kit/factor-screens.ts'
import { noticeTexts } from '../../../../web/kit/notice-text.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { tell } from '../../../../web/kit/tell.ts'
import { CodeField, isCode } from './code-field.tsx'
import classes from './token.module.css'

/** Finds a token that ran ahead by two codes in a row. */
export function MatchToken({ info, onOperate, onDone }: ManageProps & { readonly onDone: () => void }) {
  const { t } = useTranslation('hotp-token')
  const { t: kit } = useTranslation('kit')
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const match = useMutation({
    mutationFn: () => onOperate('resynchronize', { codes: [first, second] }),
    onSuccess: (answer) => {
      if (answer === undefined) return
      tell(t('manage.matched'))
      onDone()
    },
  })
  const problem = match.error === null ? undefined : asProblem(match.error)
  const texts = noticeTexts(info, problem)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    match.mutate()
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p className={classes.help}>{t('manage.matchLead')}</p>
        <CodeField label={t('manage.first')} value={first} onChange={setFirst} autoFocus />
        <CodeField label={t('manage.second')} value={second} onChange={setSecond} />
        {problem?.code === 'enrolment.refused' ? (
          <Alert tone="bad">{texts.length === 0 ? t('manage.notMatched') : texts.join(' ')}</Alert>
        ) : (
          <ProblemAlert problem={problem} />
        )}
        <div className={classes.actions}>
          <Button
            type="submit"
            size="sm"
            loading={match.isPending}
            disabled={!isCode(first) || !isCode(second)}
          >
            {t('manage.matchAction')}
          </Button>
          <Button variant="subtle" size="sm" color="gray" onClick={onDone}>
            {kit('cancel')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

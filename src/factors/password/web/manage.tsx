import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../../../web/api/problem.ts'
import type { ManageProps } from '../../../../web/kit/factor-screens.ts'
import { NewPassword } from '../../../../web/kit/new-password.tsx'
import { noticeTexts } from '../../../../web/kit/notice-text.ts'
import { PasswordField } from '../../../../web/kit/password-field.tsx'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { tell } from '../../../../web/kit/tell.ts'
import { leastLength } from './least-length.ts'

/** Changes the password; the current one is asked for as well. One of a directory is changed there. */
export function ManagePassword(props: ManageProps) {
  const { t } = useTranslation('password')
  const [open, setOpen] = useState(false)
  const { directory } = props.authenticator.describe
  if (directory !== undefined) return t('manage.elsewhere', { directory })
  if (open) return <ChangeForm {...props} onDone={() => setOpen(false)} />
  return (
    <Button variant="default" size="sm" onClick={() => setOpen(true)}>
      {t('manage.open')}
    </Button>
  )
}

function ChangeForm({ info, authenticator, onOperate, onDone }: ManageProps & { onDone: () => void }) {
  const { t } = useTranslation('password')
  const { t: kit } = useTranslation('kit')
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const change = useMutation({
    mutationFn: () => onOperate('change', { current, password }),
    onSuccess: (answer) => {
      if (answer === undefined) return
      tell(t('manage.done'))
      onDone()
    },
  })
  const problem = change.error === null ? undefined : asProblem(change.error)
  const wrong = problem?.details.notices?.some(({ id }) => id === 'current-wrong') === true
  const refusals = useMemo(() => (wrong ? [] : noticeTexts(info, problem)), [wrong, info, problem])

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    change.mutate()
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <PasswordField
          label={t('manage.current')}
          autoComplete="current-password"
          autoFocus
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={wrong ? <span role="alert">{t('manage.wrong')}</span> : undefined}
        />
        <NewPassword
          value={password}
          onChange={setPassword}
          accountName={authenticator.label}
          least={leastLength(info)}
          refusals={refusals}
        />
        {refusals.length === 0 && !wrong && <ProblemAlert problem={problem} />}
        <div>
          <Button type="submit" size="sm" loading={change.isPending}>
            {t('manage.action')}
          </Button>{' '}
          <Button variant="subtle" size="sm" color="gray" onClick={onDone}>
            {kit('cancel')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

import { Button, Stack } from '@mantine/core'
import { type FormEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EnrolProps } from '../../../../web/kit/factor-screens.ts'
import { NewPassword } from '../../../../web/kit/new-password.tsx'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { refusalsOf } from './refusals.ts'

/** Sets the first password of an account. */
export function EnrolPassword({ info, show, accountName, pending, problem, onAnswer }: EnrolProps) {
  const { t } = useTranslation('password')
  const [password, setPassword] = useState('')
  const refusals = useMemo(() => refusalsOf(info, problem), [info, problem])

  function submit(event: FormEvent): void {
    event.preventDefault()
    onAnswer({ password })
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <NewPassword
          value={password}
          onChange={setPassword}
          accountName={accountName}
          least={typeof show.minimumLength === 'number' ? show.minimumLength : 8}
          refusals={refusals}
          autoFocus
        />
        {refusals.length === 0 && <ProblemAlert problem={problem} />}
        <Button type="submit" fullWidth loading={pending}>
          {t('enrol.action')}
        </Button>
      </Stack>
    </form>
  )
}

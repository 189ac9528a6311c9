import { Button, Stack } from '@mantine/core'
import { type SubmitEvent, useMemo, useState } from 'react'
import type { Problem } from '../../../../web/api/problem.ts'
import type { FactorInfo } from '../../../../web/api/types.ts'
import { NewPassword } from '../../../../web/kit/new-password.tsx'
import { noticeTexts } from '../../../../web/kit/notice-text.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { leastLength } from './least-length.ts'

interface NewPasswordFormProps {
  readonly info: FactorInfo
  readonly accountName: string
  readonly action: string
  readonly pending: boolean
  readonly problem: Problem | undefined
  readonly onPassword: (password: string) => void
}

/** Asks for a new password, and shows what the server has against it. */
export function NewPasswordForm(props: NewPasswordFormProps) {
  const { info, accountName, action, pending, problem, onPassword } = props
  const [password, setPassword] = useState('')
  const refusals = useMemo(() => noticeTexts(info, problem), [info, problem])

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    onPassword(password)
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <NewPassword
          value={password}
          onChange={setPassword}
          accountName={accountName}
          least={leastLength(info)}
          refusals={refusals}
          autoFocus
        />
        {refusals.length === 0 && <ProblemAlert problem={problem} />}
        <Button type="submit" fullWidth loading={pending}>
          {action}
        </Button>
      </Stack>
    </form>
  )
}

import { Button, Stack, VisuallyHidden } from '@mantine/core'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProveProps } from '../../../../web/kit/factor-screens.ts'
import { PasswordField } from '../../../../web/kit/password-field.tsx'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'

/** Asks for the password; the name goes along unseen, so that password managers know whose it is. */
export function ProvePassword({ accountName, pending, problem, ready, onProve }: ProveProps) {
  const { t } = useTranslation('password')
  const [password, setPassword] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const refused = problem?.code === 'proof.refused'

  useEffect(() => {
    if (problem !== undefined) field.current?.select()
  }, [problem])

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (ready && password !== '') onProve({ password })
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <VisuallyHidden>
          <input
            type="text"
            autoComplete="username"
            value={accountName}
            readOnly
            tabIndex={-1}
            aria-hidden="true"
          />
        </VisuallyHidden>
        <PasswordField
          ref={field}
          label={t('prove.label')}
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={refused ? <span role="alert">{t('prove.refused')}</span> : undefined}
        />
        {!refused && <ProblemAlert problem={problem} />}
        <Button type="submit" fullWidth loading={pending} disabled={!ready}>
          {t('prove.action')}
        </Button>
      </Stack>
    </form>
  )
}

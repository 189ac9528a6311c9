import { Button, Stack } from '@mantine/core'
import { type SubmitEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttemptOption } from '../../../../web/api/types.ts'
import { Alert } from '../../../../web/kit/alert.tsx'
import { CodeInput } from '../../../../web/kit/code-input.tsx'
import type { ProveProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'

/** Asks for the code of the app; a full code is sent by itself. */
export function ProveTotp({ options, pending, problem, ready, onProve }: ProveProps) {
  const { t } = useTranslation('totp')
  const [code, setCode] = useState('')
  const refused = problem?.code === 'proof.refused'
  const digits = digitsOf(options)
  const labels = options.flatMap((option) => option.label ?? [])

  useEffect(() => {
    if (problem !== undefined) setCode('')
  }, [problem])

  function send(value: string): void {
    if (ready && !pending && value.length === digits) onProve({ code: value })
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    send(code)
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <CodeInput
          label={t('prove.label')}
          hint={labels.length === 0 ? t('prove.hint') : t('prove.from', { labels: labels.join(', ') })}
          digits={digits}
          value={code}
          onChange={setCode}
          onFull={send}
          invalid={refused && code === ''}
          disabled={pending || !ready}
          autoFocus
        />
        {refused ? <Alert tone="bad">{t('prove.refused')}</Alert> : <ProblemAlert problem={problem} />}
        <Button type="submit" fullWidth loading={pending} disabled={!ready}>
          {t('prove.action')}
        </Button>
      </Stack>
    </form>
  )
}

/** Most apps show six digits; an imported authenticator may show more. */
function digitsOf(options: readonly AttemptOption[]): number {
  const digits = options.map((option) => option.describe?.digits).find((count) => typeof count === 'number')
  return typeof digits === 'number' ? digits : 6
}

import { Button, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProveProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import classes from './codes.module.css'

/** Asks for one of the saved codes. */
export function ProveRecoveryCode({ pending, problem, ready, onProve }: ProveProps) {
  const { t } = useTranslation('recovery-codes')
  const [code, setCode] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const refused = problem?.code === 'proof.refused'

  useEffect(() => {
    if (problem !== undefined) field.current?.select()
  }, [problem])

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (ready && code.trim() !== '') onProve({ code: code.trim() })
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <TextInput
          ref={field}
          label={t('prove.label')}
          description={t('prove.hint')}
          classNames={{ input: classes.codeField ?? '' }}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          autoFocus
          maxLength={64}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
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

import { Button, Stack, TextInput } from '@mantine/core'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProveProps } from './factor-screens.ts'
import classes from './paper-code-form.module.css'
import { ProblemAlert } from './problem-alert.tsx'

/** Asks for a long code that was written down or handed over. The words are those of the factor, under `prove`. */
export function PaperCodeForm({ info, pending, problem, ready, onProve }: ProveProps) {
  const { t } = useTranslation(info.id)
  const [code, setCode] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const refused = problem?.code === 'proof.refused' || problem?.code === 'input.invalid'

  useEffect(() => {
    if (problem !== undefined) field.current?.select()
  }, [problem])

  function submit(event: SubmitEvent): void {
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
          classNames={{ input: classes.field ?? '' }}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          autoFocus
          maxLength={160}
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

import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../../../web/api/problem.ts'
import { Alert } from '../../../../web/kit/alert.tsx'
import { CodeInput } from '../../../../web/kit/code-input.tsx'
import type { ManageProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { tell } from '../../../../web/kit/tell.ts'
import classes from './enrol.module.css'

const refusals = new Set(['enrolment.refused', 'proof.refused'])

/** Matches a drifted clock by two codes in a row. */
export function ManageTotp(props: ManageProps) {
  const { t } = useTranslation('totp')
  const [open, setOpen] = useState(false)
  if (open) return <Resynchronize {...props} onDone={() => setOpen(false)} />
  return (
    <Button variant="default" size="sm" onClick={() => setOpen(true)}>
      {t('manage.open')}
    </Button>
  )
}

function Resynchronize({ authenticator, onOperate, onDone }: ManageProps & { onDone: () => void }) {
  const { t } = useTranslation('totp')
  const { t: kit } = useTranslation('kit')
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const digits = typeof authenticator.describe.digits === 'number' ? authenticator.describe.digits : 6
  const match = useMutation({
    mutationFn: () => onOperate('resynchronize', { codes: [first, second] }),
    onSuccess: (answer) => {
      if (answer === undefined) return
      tell(t('manage.done'))
      onDone()
    },
  })
  const problem = match.error === null ? undefined : asProblem(match.error)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    match.mutate()
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p className={classes.help}>{t('manage.lead')}</p>
        <CodeInput
          label={t('manage.first')}
          digits={digits}
          value={first}
          onChange={setFirst}
          autoFocus
          oneTimeCode={false}
        />
        <CodeInput
          label={t('manage.second')}
          digits={digits}
          value={second}
          onChange={setSecond}
          oneTimeCode={false}
        />
        {problem !== undefined && refusals.has(problem.code) ? (
          <Alert tone="bad">{t('manage.refused')}</Alert>
        ) : (
          <ProblemAlert problem={problem} />
        )}
        <div>
          <Button
            type="submit"
            size="sm"
            loading={match.isPending}
            disabled={first.length < digits || second.length < digits}
          >
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

import { Button, Stack, Textarea } from '@mantine/core'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api/problem.ts'
import { Answers } from './answers.tsx'
import { Dialog } from './dialog.tsx'
import { ProblemAlert } from './problem-alert.tsx'

interface ConfirmProps {
  readonly title: string
  readonly action: string
  readonly danger?: boolean
  /** Asks for a reason that goes into the audit. */
  readonly reason?: boolean
  readonly pending: boolean
  readonly problem?: Problem | undefined
  readonly onConfirm: (reason: string) => void
  readonly onClose: () => void
  readonly children?: ReactNode
}

/** Asks once more before something that cannot simply be undone. */
export function Confirm(props: ConfirmProps) {
  const { t } = useTranslation('kit')
  const [reason, setReason] = useState('')

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    props.onConfirm(reason.trim())
  }

  return (
    <Dialog onClose={props.onClose} title={props.title}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {props.children}
          {props.reason === true && (
            <Textarea
              label={t('reason.label')}
              description={t('reason.hint')}
              required
              withAsterisk={false}
              minLength={3}
              autosize={false}
              rows={2}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              data-autofocus
            />
          )}
          <ProblemAlert problem={props.problem} />
          <Answers>
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              loading={props.pending}
              {...(props.danger === true ? { color: 'red' } : {})}
            >
              {props.action}
            </Button>
          </Answers>
        </Stack>
      </form>
    </Dialog>
  )
}

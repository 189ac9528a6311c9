import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { renameAuthenticator } from '../../api/authenticators.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { AuthenticatorView } from '../../api/types.ts'
import { Answers } from '../../kit/answers.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'

/** Gives an authenticator another name. */
export function RenameDialog({
  authenticator,
  onClose,
}: {
  authenticator: AuthenticatorView
  onClose: () => void
}) {
  const { t } = useTranslation(['portal', 'kit'])
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const [label, setLabel] = useState(authenticator.label)
  const renaming = useMutation({
    mutationFn: () => withStepUp(() => renameAuthenticator(authenticator, label.trim())),
    onSuccess: async (renamed) => {
      if (renamed === undefined) return
      await queries.invalidateQueries({ queryKey: keys.authenticators })
      onClose()
    },
  })

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    renaming.mutate()
  }

  return (
    <Dialog onClose={onClose} title={t('authenticators.renameTitle')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t('authenticators.label')}
            required
            withAsterisk={false}
            maxLength={64}
            autoComplete="off"
            data-autofocus
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          {renaming.error !== null && <ProblemAlert problem={asProblem(renaming.error)} />}
          <Answers>
            <Button variant="default" onClick={onClose}>
              {t('cancel', { ns: 'kit' })}
            </Button>
            <Button type="submit" loading={renaming.isPending}>
              {t('authenticators.save')}
            </Button>
          </Answers>
        </Stack>
      </form>
    </Dialog>
  )
}

import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createAccount } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { Role } from '../../api/types.ts'
import { Answers } from '../../kit/answers.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { InvitationBox } from './invitation-box.tsx'
import { roles } from './roles.ts'

/** Creates an account and hands out the link with which its owner sets it up. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['console', 'kit'])
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('person')
  const creating = useMutation({
    mutationFn: () =>
      withStepUp(() =>
        createAccount({
          name: name.trim(),
          role,
          invite: true,
          ...(email.trim() === '' ? {} : { email: email.trim() }),
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.accounts }),
  })
  const created = creating.data

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    creating.mutate()
  }

  return (
    <Dialog
      title={t(created === undefined ? 'create.title' : 'invitation.title')}
      {...(created === undefined ? { onClose } : {})}
    >
      {created !== undefined ? (
        <InvitationBox name={created.account.name} invitation={created.invitation} onDone={onClose} />
      ) : (
        <form onSubmit={submit}>
          <Stack gap="md">
            <TextInput
              label={t('create.name')}
              description={t('create.nameHint')}
              required
              withAsterisk={false}
              maxLength={254}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              data-autofocus
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              type="email"
              label={t('create.email')}
              maxLength={254}
              autoComplete="off"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <NativeSelect
              label={t('accounts.role')}
              value={role}
              onChange={(event) => setRole(event.currentTarget.value as Role)}
              data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
            />
            {creating.error !== null && <ProblemAlert problem={asProblem(creating.error)} />}
            <Answers>
              <Button variant="default" onClick={onClose}>
                {t('cancel', { ns: 'kit' })}
              </Button>
              <Button type="submit" loading={creating.isPending}>
                {t('create.action')}
              </Button>
            </Answers>
          </Stack>
        </form>
      )}
    </Dialog>
  )
}

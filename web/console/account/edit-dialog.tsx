import { Button, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeAccount } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { AccountView, Role } from '../../api/types.ts'
import { Answers } from '../../kit/answers.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { tell } from '../../kit/tell.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { roles } from '../accounts/roles.ts'

/** Changes the role of an account, and adds an e-mail address. */
export function EditDialog({ account, onClose }: { account: AccountView; onClose: () => void }) {
  const { t } = useTranslation(['console', 'kit'])
  /** What others change meanwhile is not changed back: what was looked at is kept. */
  const [looked] = useState(account.role)
  const [role, setRole] = useState<Role>(looked)
  const [email, setEmail] = useState('')
  const [reason, setReason] = useState('')
  const changing = useChange(account, onClose)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    changing.mutate({
      reason: reason.trim(),
      ...(role === looked ? {} : { role }),
      ...(email.trim() === '' ? {} : { email: email.trim() }),
    })
  }

  return (
    <Dialog onClose={onClose} title={t('edit.title', { name: account.name })}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <NativeSelect
            label={t('accounts.role')}
            value={role}
            onChange={(event) => setRole(event.currentTarget.value as Role)}
            data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
          />
          <TextInput
            type="email"
            label={t('edit.email')}
            description={t('edit.emailHint')}
            maxLength={254}
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Textarea
            label={t('reason.label', { ns: 'kit' })}
            description={t('reason.hint', { ns: 'kit' })}
            required
            withAsterisk={false}
            rows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {changing.error !== null && <ProblemAlert problem={asProblem(changing.error)} />}
          <Answers>
            <Button variant="default" onClick={onClose}>
              {t('cancel', { ns: 'kit' })}
            </Button>
            <Button type="submit" loading={changing.isPending}>
              {t('edit.action')}
            </Button>
          </Answers>
        </Stack>
      </form>
    </Dialog>
  )
}

function useChange(account: AccountView, onDone: () => void) {
  const { t } = useTranslation('console')
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: Parameters<typeof changeAccount>[1]) =>
      withStepUp(async () => {
        await changeAccount(account.id, change)
        return true
      }),
    onSuccess: async (changed) => {
      if (changed !== true) return
      await queries.invalidateQueries({ queryKey: keys.account(account.id) })
      await queries.invalidateQueries({ queryKey: keys.accounts })
      tell(t('edit.done', { name: account.name }))
      onDone()
    },
  })
}

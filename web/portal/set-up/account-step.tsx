import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { beginSetUp } from '../../api/portal.ts'
import { asProblem } from '../../api/problem.ts'
import type { SetUpBegun } from '../../api/types.ts'
import { usePortal } from '../../api/use-portal.ts'
import { NewPassword } from '../../kit/new-password.tsx'
import { noticeTexts } from '../../kit/notice-text.ts'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { Step } from '../../kit/step.tsx'

interface AccountStepProps {
  readonly token: string
  readonly onBegun: (begun: SetUpBegun, account: string) => void
  readonly onRefused: (thrown: unknown) => void
}

/** Name, e-mail address and password of the first administrator. */
export function AccountStep({ token, onBegun, onRefused }: AccountStepProps) {
  const { t } = useTranslation('portal')
  const { factors, mfa } = usePortal()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const account = name.trim()
  const beginning = useMutation({
    mutationFn: () =>
      beginSetUp({ token, account, password, ...(email.trim() === '' ? {} : { email: email.trim() }) }),
    onSuccess: (begun) => onBegun(begun, account),
    onError: onRefused,
  })
  const problem = beginning.error === null ? undefined : asProblem(beginning.error)
  const refusals = useMemo(() => {
    const first = factors.find(({ first }) => first)
    return noticeTexts(first, problem)
  }, [factors, problem])

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    beginning.mutate()
  }

  return (
    <Step title={t('setUp.account.title')} lead={t('setUp.account.lead')}>
      <form onSubmit={submit}>
        <Stack gap="lg">
          <TextInput
            label={t('setUp.account.name')}
            description={t('setUp.account.nameHint')}
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            autoFocus
            required
            withAsterisk={false}
            maxLength={254}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            type="email"
            label={t('setUp.account.email')}
            description={t('setUp.account.emailHint')}
            autoComplete="email"
            maxLength={254}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <NewPassword
            value={password}
            onChange={setPassword}
            accountName={name}
            least={mfa === 'required' ? 8 : 15}
            refusals={refusals}
          />
          {refusals.length === 0 && <ProblemAlert problem={problem} />}
          <Button type="submit" fullWidth loading={beginning.isPending}>
            {t('setUp.account.action')}
          </Button>
        </Stack>
      </form>
    </Step>
  )
}

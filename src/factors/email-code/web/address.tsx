import { Button, Stack, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert } from '../../../../web/kit/alert.tsx'
import type { EnrolOptionsProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'

/** Says what speaks against it, then asks for the mailbox. */
export function EmailCodeAddress({ pending, problem, onOptions }: EnrolOptionsProps) {
  const { t } = useTranslation('email-code')
  const [address, setAddress] = useState('')

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    if (!pending) onOptions(address.trim() === '' ? {} : { address })
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <Alert tone="warn" title={t('enrol.risk')}>
          {t('enrol.riskText')}
        </Alert>
        <TextInput
          type="email"
          label={t('enrol.address')}
          description={t('enrol.addressHelp')}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          autoComplete="email"
          maxLength={254}
          disabled={pending}
        />
        <ProblemAlert problem={problem} />
        <Button type="submit" fullWidth loading={pending}>
          {t('enrol.next')}
        </Button>
      </Stack>
    </form>
  )
}

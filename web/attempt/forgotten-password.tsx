import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { askForPasswordLink } from '../api/attempts.ts'
import { asProblem } from '../api/problem.ts'
import { Alert } from '../kit/alert.tsx'
import { ProblemAlert } from '../kit/problem-alert.tsx'
import { Turns } from '../kit/turns.tsx'

/** The way to another password: a link to the owner's mailbox. Whether there is one is not told. */
export function ForgottenPassword() {
  const { t } = useTranslation('attempt')
  const asking = useMutation({ mutationFn: askForPasswordLink })
  if (asking.isSuccess) return <Alert tone="info">{t('forgotten.asked')}</Alert>
  return (
    <>
      <ProblemAlert problem={asking.error === null ? undefined : asProblem(asking.error)} />
      <Turns>
        <Button variant="subtle" size="sm" loading={asking.isPending} onClick={() => asking.mutate()}>
          {t('forgotten.action')}
        </Button>
      </Turns>
    </>
  )
}

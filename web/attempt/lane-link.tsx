import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { askForLane } from '../api/attempts.ts'
import { asProblem } from '../api/problem.ts'
import { Alert } from '../kit/alert.tsx'
import { ProblemAlert } from '../kit/problem-alert.tsx'

/** The owner's way past strangers who guess: a link to their mailbox. Whether there is one is not told. */
export function LaneLink() {
  const { t } = useTranslation('attempt')
  const asking = useMutation({ mutationFn: askForLane })
  if (asking.isSuccess) return <Alert tone="info">{t('lane.asked')}</Alert>
  return (
    <>
      <ProblemAlert problem={asking.error === null ? undefined : asProblem(asking.error)} />
      <Button variant="default" fullWidth loading={asking.isPending} onClick={() => asking.mutate()}>
        {t('lane.action')}
      </Button>
    </>
  )
}

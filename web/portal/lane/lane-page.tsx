import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { redeemLane } from '../../api/attempts.ts'
import { asProblem, isUnavailable } from '../../api/problem.ts'
import { usePortal } from '../../api/use-portal.ts'
import { Alert } from '../../kit/alert.tsx'
import { useFragment } from '../../kit/fragment.ts'
import { GateFrame } from '../../kit/gate-frame.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { Step } from '../../kit/step.tsx'

/** Where a mailed link leads while strangers guess. A press, not the visit, uses it up: mail filters visit, too. */
export function LanePage() {
  const { t } = useTranslation('portal')
  const { name } = usePortal()
  const token = useFragment()
  const opening = useMutation({
    mutationFn: redeemLane,
    onSuccess: () => location.replace('/sign-in'),
  })
  const problem = opening.error === null ? undefined : asProblem(opening.error)
  const dead = token === undefined || (problem !== undefined && !isUnavailable(problem))
  return (
    <GateFrame stage={0} name={name}>
      <Step title={t('lane.title')} lead={dead ? undefined : t('lane.lead')} focusTitle>
        <Stack gap="lg">
          {dead ? (
            <>
              <Alert tone="bad">{t(token === undefined ? 'lane.missing' : 'lane.spent')}</Alert>
              <Link to="/sign-in">{t('lane.signIn')}</Link>
            </>
          ) : (
            <>
              <ProblemAlert problem={problem} />
              <Button fullWidth loading={opening.isPending} onClick={() => opening.mutate(token)}>
                {t('lane.action')}
              </Button>
            </>
          )}
        </Stack>
      </Step>
    </GateFrame>
  )
}

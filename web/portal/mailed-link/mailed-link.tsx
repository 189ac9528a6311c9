import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { asProblem, isUnavailable } from '../../api/problem.ts'
import { usePortal } from '../../api/use-portal.ts'
import { Alert } from '../../kit/alert.tsx'
import { useFragment } from '../../kit/fragment.ts'
import { GateFrame } from '../../kit/gate-frame.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { Step } from '../../kit/step.tsx'

interface MailedLinkProps {
  readonly words: 'lane' | 'forgotten'
  /** Uses it up. */
  readonly open: (token: string) => Promise<unknown>
}

/** Where a mailed link leads, to go on at the sign-in. A press, not the visit, uses it up: mail filters visit, too. */
export function MailedLink({ words, open }: MailedLinkProps) {
  const { t } = useTranslation('portal')
  const { name } = usePortal()
  const token = useFragment()
  const opening = useMutation({ mutationFn: open, onSuccess: () => location.replace('/sign-in') })
  const problem = opening.error === null ? undefined : asProblem(opening.error)
  const dead = token === undefined || (problem !== undefined && !isUnavailable(problem))
  return (
    <GateFrame stage={0} name={name}>
      <Step title={t(`${words}.title`)} lead={dead ? undefined : t(`${words}.lead`)} focusTitle>
        <Stack gap="lg">
          {dead ? (
            <>
              <Alert tone="bad">{t(token === undefined ? 'mailedLink.missing' : 'mailedLink.spent')}</Alert>
              <Link to="/sign-in">{t('mailedLink.signIn')}</Link>
            </>
          ) : (
            <>
              <ProblemAlert problem={problem} />
              <Button fullWidth loading={opening.isPending} onClick={() => opening.mutate(token)}>
                {t(`${words}.action`)}
              </Button>
            </>
          )}
        </Stack>
      </Step>
    </GateFrame>
  )
}

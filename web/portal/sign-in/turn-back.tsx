import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../api/problem.ts'
import { giveUpReferral } from '../../api/referrals.ts'
import type { ReferralView } from '../../api/types.ts'
import words from '../../attempt/attempt.module.css'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import classes from './sign-in.module.css'
import { safePath } from './target.ts'

interface TurnBackProps extends Pick<ReferralView, 'application'> {
  readonly token: string
  /** There is nothing else to do here. */
  readonly prominent: boolean
}

/** Back to the application as nobody; it is told so, and shows its own page for that. */
export function TurnBack({ token, application, prominent }: TurnBackProps) {
  const { t } = useTranslation('portal')
  const { mutate, error, isPending, isSuccess } = useMutation({
    mutationFn: () => giveUpReferral(token),
    onSuccess: ({ continueAt }) => location.replace(safePath(continueAt) ?? '/'),
  })
  return (
    <div className={classes.back}>
      <ProblemAlert problem={error === null ? undefined : asProblem(error)} />
      <Button
        {...(prominent ? { fullWidth: true } : { variant: 'subtle', size: 'sm', color: 'gray' })}
        classNames={{ root: words.tall, label: words.wrapped }}
        loading={isPending || isSuccess}
        onClick={() => mutate()}
      >
        {t('referral.back', { application: application.name })}
      </Button>
    </div>
  )
}

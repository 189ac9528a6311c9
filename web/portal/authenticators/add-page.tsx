import { Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readEnrolmentOptions } from '../../api/authenticators.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import { useSession } from '../../api/use-session.ts'
import { EnrolmentFlow } from '../../enrolment/enrolment-flow.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { tell } from '../../kit/tell.ts'
import classes from './authenticators.module.css'

/** Adds an authenticator to one's account. */
export function AddPage() {
  const { t } = useTranslation('portal')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const session = useSession()
  const options = useQuery({
    queryKey: keys.enrolment,
    queryFn: ({ signal }) => readEnrolmentOptions(signal),
  })

  async function done(): Promise<void> {
    await queries.invalidateQueries()
    tell(t('authenticators.addedDone'))
    await navigate({ to: '/' })
  }

  return (
    <div className={classes.add}>
      <p className={classes.advice}>
        <Link to="/">{t('authenticators.back')}</Link>
      </p>
      {options.error !== null && <ProblemAlert problem={asProblem(options.error)} />}
      {options.isPending && <Skeleton height={360} radius="lg" />}
      {options.data !== undefined && (
        <EnrolmentFlow
          factors={options.data.factors.filter(({ available }) => available).map(({ id }) => id)}
          because={options.data.because}
          accountName={session.data?.account.name ?? ''}
          intent="add"
          back="/authenticators"
          onDone={() => void done()}
        />
      )}
    </div>
  )
}

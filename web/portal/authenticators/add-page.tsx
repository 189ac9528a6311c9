import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readEnrolmentOptions } from '../../api/authenticators.ts'
import { keys } from '../../api/keys.ts'
import { useSession } from '../../api/use-session.ts'
import { EnrolmentFlow } from '../../enrolment/enrolment-flow.tsx'
import { tell } from '../../kit/tell.ts'
import { QueryState } from '../../step-up/query-state.tsx'
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
      <QueryState query={options} height={360} />
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

import { Badge, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { listAccountAuthenticators } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { AuthenticatorView } from '../../api/types.ts'
import { useFactorInfo } from '../../api/use-portal.ts'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { When } from '../../kit/when.tsx'
import classes from './account.module.css'

/** What opens the doors to this account. */
export function AuthenticatorsCard({ id }: { id: string }) {
  const { t } = useTranslation('console')
  const list = useQuery({
    queryKey: [...keys.account(id), 'authenticators'],
    queryFn: ({ signal }) => listAccountAuthenticators(id, signal),
  })
  const items = list.data?.items ?? []
  return (
    <section className={classes.card}>
      <h2 className={classes.heading}>{t('account.authenticators')}</h2>
      {list.isPending && <Skeleton height={80} radius="md" />}
      {list.error !== null && <ProblemAlert problem={asProblem(list.error)} />}
      {list.isSuccess && items.length === 0 && (
        <p className={classes.quiet}>{t('account.noAuthenticators')}</p>
      )}
      <ul className={classes.list}>
        {items.map((item) => (
          <Row key={item.id} authenticator={item} />
        ))}
      </ul>
    </section>
  )
}

function Row({ authenticator }: { authenticator: AuthenticatorView }) {
  const { t } = useTranslation('console')
  const kind = useFactorInfo(authenticator.factor)?.guide.name ?? authenticator.factor
  return (
    <li className={classes.item}>
      <span>
        <strong>{authenticator.label}</strong>{' '}
        {authenticator.status !== 'active' && (
          <Badge variant="light" color="yellow">
            {t(`authenticatorStatus.${authenticator.status}`)}
          </Badge>
        )}
      </span>
      <span className={classes.quiet}>
        {kind !== authenticator.label && `${kind} · `}
        {t('account.added')} <When at={authenticator.createdAt} /> ·{' '}
        {authenticator.lastUsedAt ? (
          <>
            {t('account.used')} <When at={authenticator.lastUsedAt} />
          </>
        ) : (
          t('account.unused')
        )}
      </span>
    </li>
  )
}

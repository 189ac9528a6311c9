import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AuthenticatorView } from '../../api/types.ts'
import { useFactorInfo } from '../../api/use-portal.ts'
import { When } from '../../kit/when.tsx'
import classes from './account.module.css'

/** What opens the doors to this account. */
export function AuthenticatorsCard({ items }: { items: readonly AuthenticatorView[] }) {
  const { t } = useTranslation('console')
  return (
    <section className={classes.card}>
      <h2 className={classes.heading}>{t('account.authenticators')}</h2>
      {items.length === 0 && <p className={classes.quiet}>{t('account.noAuthenticators')}</p>}
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

import { Badge } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountView, CaredForView } from '../../api/types.ts'
import { useFactorInfo } from '../../api/use-portal.ts'
import card from '../../kit/card.module.css'
import { When } from '../../kit/when.tsx'
import classes from './account.module.css'
import { CareDialog } from './care-dialog.tsx'
import { CareMenu } from './care-menu.tsx'

interface AuthenticatorsCardProps {
  readonly account: AccountView
  readonly items: readonly CaredForView[]
}

/** What opens the doors to this account, and what whoever helps may do about it. */
export function AuthenticatorsCard({ account, items }: AuthenticatorsCardProps) {
  const { t } = useTranslation('console')
  return (
    <section className={`${card.surface} ${classes.card}`}>
      <h2 className={classes.heading}>{t('account.authenticators')}</h2>
      {items.length === 0 && <p className={classes.quiet}>{t('account.noAuthenticators')}</p>}
      <ul className={classes.list}>
        {items.map((item) => (
          <Row key={item.id} account={account} authenticator={item} />
        ))}
      </ul>
    </section>
  )
}

function Row({ account, authenticator }: { account: AccountView; authenticator: CaredForView }) {
  const { t } = useTranslation('console')
  const [care, setCare] = useState<string>()
  const kind = useFactorInfo(authenticator.factor)?.guide.name ?? authenticator.factor
  return (
    <li className={classes.itemWithMenu}>
      <div className={classes.item}>
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
      </div>
      <CareMenu authenticator={authenticator} onChoose={setCare} />
      {care !== undefined && (
        <CareDialog
          account={account}
          authenticator={authenticator}
          care={care}
          onClose={() => setCare(undefined)}
        />
      )}
    </li>
  )
}

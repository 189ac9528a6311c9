import { Badge, Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountView, CaredForView, FactorInfo } from '../../api/types.ts'
import { usePortal } from '../../api/use-portal.ts'
import card from '../../kit/card.module.css'
import { When } from '../../kit/when.tsx'
import classes from './account.module.css'
import { CareDialog } from './care-dialog.tsx'
import { CareMenu } from './care-menu.tsx'
import { TieDialog } from './tie-dialog.tsx'
import { UntieDialog } from './untie-dialog.tsx'

interface TiesCardProps {
  readonly account: AccountView
  /** Of what the account has, that which another house says. */
  readonly items: readonly CaredForView[]
}

/** Accounts elsewhere that open the first door to this one; nothing where this installation knows no such house. */
export function TiesCard({ account, items }: TiesCardProps) {
  const { t } = useTranslation('console')
  const kinds = usePortal().factors.filter(({ tied }) => tied)
  const [tying, setTying] = useState<FactorInfo>()
  if (kinds.length === 0 && items.length === 0) return null
  return (
    <section className={`${card.surface} ${classes.card}`}>
      <div className={classes.head}>
        <h2 className={classes.heading}>{t('ties.heading')}</h2>
        {account.status === 'active' &&
          kinds.map((info) => (
            <Button key={info.id} variant="default" size="sm" onClick={() => setTying(info)}>
              {t('ties.open')}
            </Button>
          ))}
      </div>
      {items.length === 0 && <p className={classes.quiet}>{t('ties.none')}</p>}
      <ul className={classes.list}>
        {items.map((item) => (
          <Tie key={item.id} account={account} authenticator={item} />
        ))}
      </ul>
      {tying !== undefined && (
        <TieDialog account={account} info={tying} onClose={() => setTying(undefined)} />
      )}
    </section>
  )
}

type Doing = { readonly untie: true } | { readonly care: string }

function Tie({ account, authenticator }: { account: AccountView; authenticator: CaredForView }) {
  const { t } = useTranslation('console')
  const [doing, setDoing] = useState<Doing>()
  const { label, status, describe, tied, createdAt, lastUsedAt } = authenticator
  const about = { account, authenticator, onClose: () => setDoing(undefined) }
  return (
    <li className={classes.itemWithMenu}>
      <div className={classes.item}>
        <span>
          <strong>{label}</strong>{' '}
          {status !== 'active' && (
            <Badge variant="light" color="yellow">
              {t(`authenticatorStatus.${status}`)}
            </Badge>
          )}
        </span>
        <span className={classes.quiet}>
          {t('ties.at', { provider: describe.provider })} ·{' '}
          {describe.shown === undefined ? t('ties.unseen') : t('ties.called', { shown: describe.shown })}
        </span>
        <span className={classes.quiet}>
          {tied?.by === undefined ? t('ties.byOwner') : t('ties.by', { by: tied.by })} <When at={createdAt} />{' '}
          ·{' '}
          {!lastUsedAt ? (
            t('account.unused')
          ) : (
            <>
              {t('account.used')} <When at={lastUsedAt} />
            </>
          )}
        </span>
      </div>
      <CareMenu
        authenticator={authenticator}
        onChoose={(care) => setDoing({ care })}
        onUntie={() => setDoing({ untie: true })}
      />
      {doing !== undefined &&
        ('care' in doing ? <CareDialog {...about} care={doing.care} /> : <UntieDialog {...about} />)}
    </li>
  )
}

import { Badge } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { operate } from '../../api/authenticators.ts'
import { keys } from '../../api/keys.ts'
import type { AuthenticatorView, Instant, OperationAnswer } from '../../api/types.ts'
import { useFactorInfo } from '../../api/use-portal.ts'
import { screensOf } from '../../factors.ts'
import { Alert } from '../../kit/alert.tsx'
import { ItemCard } from '../../kit/item-card.tsx'
import { exact, When } from '../../kit/when.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'
import classes from './authenticators.module.css'
import { CardMenu } from './card-menu.tsx'

interface AuthenticatorCardProps {
  readonly authenticator: AuthenticatorView
  readonly removable: boolean
  /** It is the only second step. */
  readonly last: boolean
}

/** One authenticator: its name, when it was last used, and what can be done with it. */
export function AuthenticatorCard({ authenticator, removable, last }: AuthenticatorCardProps) {
  const { t } = useTranslation('portal')
  const info = useFactorInfo(authenticator.factor)
  const onOperate = useOperate(authenticator)
  const screens = screensOf(authenticator.factor)
  const manages = screens?.Manage !== undefined && info !== undefined
  const kind = info?.guide.name ?? authenticator.factor
  return (
    <ItemCard
      icon={screens !== undefined && <screens.Icon size={22} />}
      level={3}
      title={
        <>
          {authenticator.label}
          {authenticator.status !== 'active' && (
            <Badge color="yellow" variant="light">
              {t(`authenticators.status.${authenticator.status}`)}
            </Badge>
          )}
        </>
      }
      facts={
        <>
          {kind !== authenticator.label && `${kind} · `}
          {t('authenticators.added')} <When at={authenticator.createdAt} />
          {' · '}
          <LastUsed at={authenticator.lastUsedAt} />
        </>
      }
      action={removable ? <CardMenu authenticator={authenticator} last={last} /> : undefined}
    >
      {authenticator.endsSoon !== undefined || manages ? (
        <>
          {authenticator.endsSoon !== undefined && <Ending at={authenticator.endsSoon} />}
          {manages && <screens.Manage info={info} authenticator={authenticator} onOperate={onOperate} />}
        </>
      ) : undefined}
    </ItemCard>
  )
}

/** Its last day, and the way to the next one, while both are good. */
function Ending({ at }: { readonly at: Instant }) {
  const { t, i18n } = useTranslation('portal')
  return (
    <div className={classes.ending}>
      <Alert tone="warn" title={t('authenticators.ending.title', { until: exact(at, i18n.language) })}>
        <p>{t('authenticators.ending.text')}</p>
        <Link to="/authenticators">{t('authenticators.ending.add')}</Link>
      </Alert>
    </div>
  )
}

function LastUsed({ at }: { at: number | null | undefined }) {
  const { t } = useTranslation('portal')
  if (at === undefined || at === null) return t('authenticators.never')
  return (
    <>
      {t('authenticators.used')} <When at={at} />
    </>
  )
}

function useOperate({ id }: AuthenticatorView) {
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  return async (operation: string, input: unknown): Promise<OperationAnswer | undefined> => {
    const answer = await withStepUp(() => operate(id, operation, input))
    await queries.invalidateQueries({ queryKey: keys.authenticators })
    return answer
  }
}

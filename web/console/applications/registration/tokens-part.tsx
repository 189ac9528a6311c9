import { Badge, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../../../api/keys.ts'
import {
  listRegistrationTokens,
  type RegistrationTokenView,
  revokeRegistrationToken,
} from '../../../api/registrations.ts'
import card from '../../../kit/card.module.css'
import { Confirm } from '../../../kit/confirm.tsx'
import { When } from '../../../kit/when.tsx'
import { QueryState } from '../../../step-up/query-state.tsx'
import { useAct } from '../../../step-up/use-act.ts'
import classes from '../applications.module.css'
import { NewTokenDialog } from './new-token-dialog.tsx'

/** With what applications may register themselves. */
export function TokensPart() {
  const { t } = useTranslation('console')
  const [making, setMaking] = useState(false)
  const list = useQuery({
    queryKey: keys.registrationTokens,
    queryFn: ({ signal }) => listRegistrationTokens(signal),
  })
  return (
    <section className={`${card.surface} ${classes.card}`} aria-labelledby="registration-tokens">
      <div className={classes.head}>
        <div>
          <h2 className={card.name} id="registration-tokens">
            {t('registration.tokens')}
          </h2>
          <p className={classes.quiet}>{t('registration.tokensText')}</p>
        </div>
        <Button variant="default" size="sm" onClick={() => setMaking(true)}>
          {t('registration.create')}
        </Button>
      </div>
      <QueryState query={list} height={44} />
      {list.data !== undefined && list.data.items.length > 0 && (
        <ul className={classes.keys}>
          {list.data.items.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </ul>
      )}
      {making && <NewTokenDialog onClose={() => setMaking(false)} />}
    </section>
  )
}

function TokenRow({ token }: { token: RegistrationTokenView }) {
  const { t } = useTranslation('console')
  const [revoking, setRevoking] = useState(false)
  return (
    <li className={classes.key}>
      <div>
        {token.name} <span className={classes.prefix}>{token.prefix}…</span>{' '}
        {token.revokedAt !== undefined && (
          <Badge variant="light" color="gray">
            {t('registration.revoked')}
          </Badge>
        )}
        <p className={classes.quiet}>
          {[
            t(`policy.class.${token.class}`, token.class),
            (token.limits.hosts ?? []).join(', '),
            t('registration.used', { used: token.used, uses: token.uses }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p className={classes.quiet}>
          {t('registration.ends')} <When at={token.expiresAt} />
        </p>
      </div>
      {token.revokedAt === undefined && (
        <Button
          variant="outline"
          color="red"
          size="xs"
          onClick={() => setRevoking(true)}
          aria-label={t('registration.revokeNamed', { name: token.name })}
        >
          {t('registration.revoke')}
        </Button>
      )}
      {revoking && <RevokeDialog token={token} onClose={() => setRevoking(false)} />}
    </li>
  )
}

function RevokeDialog({ token, onClose }: { token: RegistrationTokenView; onClose: () => void }) {
  const { t } = useTranslation('console')
  const revoking = useAct(
    [keys.registrationTokens],
    (reason: string) => revokeRegistrationToken(token.id, reason),
    onClose,
  )
  return (
    <Confirm
      danger
      reason
      title={t('registration.revokeNamed', { name: token.name })}
      action={t('registration.revoke')}
      pending={revoking.pending}
      problem={revoking.problem}
      onConfirm={revoking.run}
      onClose={onClose}
    >
      <p>{t('registration.revokeText')}</p>
    </Confirm>
  )
}

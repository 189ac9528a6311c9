import { Badge, Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { revokeKey, rotateKey } from '../../api/applications.ts'
import { keys } from '../../api/keys.ts'
import type { ApiKeyView, IssuedKey } from '../../api/types.ts'
import card from '../../kit/card.module.css'
import { Confirm } from '../../kit/confirm.tsx'
import { When } from '../../kit/when.tsx'
import { useAct } from '../../step-up/use-act.ts'
import classes from './applications.module.css'
import { scopeWord } from './scopes.ts'

/** How long the old key goes on working after a rotation: a day, for the change of configuration. */
const overlapSeconds = 86_400

interface KeyRowProps {
  readonly applicationId: string
  readonly apiKey: ApiKeyView
  readonly onIssued: (key: IssuedKey) => void
}

/** One API key: what it may do, when it was used, and its end. */
export function KeyRow({ applicationId, apiKey, onIssued }: KeyRowProps) {
  const { t } = useTranslation('console')
  const [asking, setAsking] = useState<'rotate' | 'revoke'>()
  return (
    <li className={classes.key}>
      <div>
        <span className={classes.prefix}>{apiKey.prefix}…</span>{' '}
        {apiKey.revokedAt && (
          <Badge variant="light" color="gray">
            {t('keys.revoked')}
          </Badge>
        )}
        <p className={classes.quiet}>
          {apiKey.scopes.map((scope) => t(`scopes.${scopeWord(scope)}`, { defaultValue: scope })).join(', ')}
        </p>
        <p className={classes.quiet}>
          {apiKey.lastUsedAt ? (
            <>
              {t('keys.used')} <When at={apiKey.lastUsedAt} />
            </>
          ) : (
            t('keys.unused')
          )}
          {apiKey.expiresAt && (
            <>
              {' · '}
              {t('keys.expires')} <When at={apiKey.expiresAt} />
            </>
          )}
        </p>
      </div>
      {!apiKey.revokedAt && (
        <div className={card.buttons}>
          <Button variant="default" size="xs" onClick={() => setAsking('rotate')}>
            {t('keys.rotate')}
          </Button>
          <Button variant="outline" color="red" size="xs" onClick={() => setAsking('revoke')}>
            {t('keys.revoke')}
          </Button>
        </div>
      )}
      {asking !== undefined && (
        <KeyDialog
          applicationId={applicationId}
          apiKey={apiKey}
          action={asking}
          onIssued={onIssued}
          onClose={() => setAsking(undefined)}
        />
      )}
    </li>
  )
}

interface KeyDialogProps extends KeyRowProps {
  readonly action: 'rotate' | 'revoke'
  readonly onClose: () => void
}

function KeyDialog({ applicationId, apiKey, action, onIssued, onClose }: KeyDialogProps) {
  const { t } = useTranslation('console')
  const acting = useAct(
    [keys.applications],
    async () => {
      if (action === 'rotate') return rotateKey(applicationId, apiKey.id, overlapSeconds)
      await revokeKey(applicationId, apiKey.id)
      return undefined
    },
    (issued) => {
      onClose()
      if (issued !== undefined) onIssued(issued)
    },
  )
  return (
    <Confirm
      danger={action === 'revoke'}
      title={t(`keys.${action}Title`, { prefix: apiKey.prefix })}
      action={t(`keys.${action}`)}
      pending={acting.pending}
      problem={acting.problem}
      onConfirm={() => acting.run()}
      onClose={onClose}
    >
      <p>{t(`keys.${action}Text`)}</p>
    </Confirm>
  )
}

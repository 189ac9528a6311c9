import { Badge, Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { revokeKey, rotateKey } from '../../api/applications.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { ApiKeyView, IssuedKey } from '../../api/types.ts'
import card from '../../kit/card.module.css'
import { Confirm } from '../../kit/confirm.tsx'
import { When } from '../../kit/when.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'
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
          <Button variant="default" size="xs" onClick={() => setAsking('revoke')}>
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
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const acting = useMutation({
    mutationFn: () =>
      withStepUp(async (): Promise<{ issued?: IssuedKey }> => {
        if (action === 'rotate') return { issued: await rotateKey(applicationId, apiKey.id, overlapSeconds) }
        await revokeKey(applicationId, apiKey.id)
        return {}
      }),
    onSuccess: async (outcome) => {
      if (outcome === undefined) return
      await queries.invalidateQueries({ queryKey: keys.applications })
      onClose()
      if (outcome.issued !== undefined) onIssued(outcome.issued)
    },
  })
  return (
    <Confirm
      danger={action === 'revoke'}
      title={t(`keys.${action}Title`, { prefix: apiKey.prefix })}
      action={t(`keys.${action}`)}
      pending={acting.isPending}
      problem={acting.error === null ? undefined : asProblem(acting.error)}
      onConfirm={() => acting.mutate()}
      onClose={onClose}
    >
      <p>{t(`keys.${action}Text`)}</p>
    </Confirm>
  )
}

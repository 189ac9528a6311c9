import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoorSecretView, DoorView } from '../../../api/doors.ts'
import { When } from '../../../kit/when.tsx'
import classes from './doors.module.css'
import { EndSecretDialog } from './end-secret-dialog.tsx'
import { NewSecretDialog } from './new-secret-dialog.tsx'

interface SecretsProps {
  readonly applicationId: string
  readonly door: DoorView
}

/** The secrets that an application shares with us; several while one follows another. */
export function Secrets({ applicationId, door }: SecretsProps) {
  const { t } = useTranslation('console')
  const [renewing, setRenewing] = useState(false)
  const [ending, setEnding] = useState<DoorSecretView>()
  return (
    <section className={classes.secrets} aria-label={t('doors.secrets')}>
      <div className={classes.head}>
        <h4 className={classes.label}>{t('doors.secrets')}</h4>
        <Button variant="default" size="xs" onClick={() => setRenewing(true)}>
          {t('doors.renew')}
        </Button>
      </div>
      {door.secrets.length === 0 && <p className={classes.label}>{t('doors.noSecret')}</p>}
      <ul className={classes.list}>
        {door.secrets.map((secret) => (
          <li key={secret.id}>
            <div>
              <code className={classes.value}>{secret.prefix}…</code>
              <p className={classes.label}>
                {t('doors.made')} <When at={secret.createdAt} />
                {secret.expiresAt !== undefined && (
                  <>
                    {' · '}
                    {t('doors.ends')} <When at={secret.expiresAt} />
                  </>
                )}
              </p>
            </div>
            <Button
              variant="default"
              size="xs"
              onClick={() => setEnding(secret)}
              aria-label={t('doors.endNamed', { prefix: secret.prefix })}
            >
              {t('doors.end')}
            </Button>
          </li>
        ))}
      </ul>
      {renewing && (
        <NewSecretDialog applicationId={applicationId} door={door} onClose={() => setRenewing(false)} />
      )}
      {ending !== undefined && (
        <EndSecretDialog
          applicationId={applicationId}
          door={door.door}
          secret={ending}
          onClose={() => setEnding(undefined)}
        />
      )}
    </section>
  )
}

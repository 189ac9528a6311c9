import { useTranslation } from 'react-i18next'
import { PasswordField } from '../../../kit/password-field.tsx'
import settings from '../settings/settings.module.css'

interface OwnSecretProps {
  readonly secret: string
  readonly onChange: (secret: string) => void
}

/** For the other side that has a secret already, and many places in which to change it. */
export function OwnSecret({ secret, onChange }: OwnSecretProps) {
  const { t } = useTranslation('console')
  return (
    <details className={settings.more}>
      <summary>{t('doors.ownSecret')}</summary>
      <div className={settings.rest}>
        <PasswordField
          label={t('doors.secret')}
          description={t('doors.ownSecretHint')}
          autoComplete="off"
          value={secret}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </div>
    </details>
  )
}

import { Button, TextInput } from '@mantine/core'
import { type ChangeEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ApplicationLogo } from '../../kit/application-logo.tsx'
import classes from './logo-field.module.css'

interface LogoFieldProps {
  /** What is shown now: an address, a data URL, or an empty text for nothing. */
  readonly shown: string | undefined
  readonly onChange: (logo: string) => void
}

/** A picture for the sign-in page, read where it lies and sent with the rest. */
export function LogoField({ shown, onChange }: LogoFieldProps) {
  const { t } = useTranslation('console')
  const file = useRef<HTMLInputElement>(null)

  function read(event: ChangeEvent<HTMLInputElement>): void {
    const [chosen] = event.currentTarget.files ?? []
    if (chosen === undefined) return
    const reader = new FileReader()
    reader.addEventListener('load', () => onChange(String(reader.result)))
    reader.readAsDataURL(chosen)
  }

  function takeAway(): void {
    if (file.current) file.current.value = ''
    onChange('')
  }

  return (
    <div className={classes.field}>
      <TextInput
        ref={file}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        label={t('applications.logo')}
        description={t('applications.logoHint')}
        onChange={read}
      />
      {shown !== undefined && shown !== '' && (
        <div className={classes.shown}>
          <ApplicationLogo src={shown} size={40} />
          <Button variant="default" size="xs" onClick={takeAway}>
            {t('applications.logoAway')}
          </Button>
        </div>
      )}
    </div>
  )
}

import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { span } from '../kit/when.tsx'

interface RememberBrowserProps {
  readonly milliseconds: number
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

/** Asks whether a second factor shall be asked for here the next time; no, unless the person says so. */
export function RememberBrowser({ milliseconds, checked, onChange }: RememberBrowserProps) {
  const { t, i18n } = useTranslation('attempt')
  return (
    <Checkbox
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={t('remember.label', { span: span(milliseconds, i18n.language) })}
      description={t('remember.hint')}
    />
  )
}

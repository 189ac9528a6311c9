import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface RememberBrowserProps {
  /** Milliseconds. */
  readonly span: number
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

const day = 86_400_000
const hour = 3_600_000
const minute = 60_000

/** Asks whether a second factor shall be asked for here the next time; no, unless the person says so. */
export function RememberBrowser({ span, checked, onChange }: RememberBrowserProps) {
  const { t } = useTranslation('attempt')
  return (
    <Checkbox
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={t('remember.label', { span: t(...words(span)) })}
      description={t('remember.hint')}
    />
  )
}

function words(span: number) {
  if (span >= day) return ['remember.days', { count: Math.floor(span / day) }] as const
  if (span >= hour) return ['remember.hours', { count: Math.floor(span / hour) }] as const
  return ['remember.minutes', { count: Math.floor(span / minute) }] as const
}

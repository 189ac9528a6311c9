import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** What an application may guard; rules and coverage speak of it. */
export const applicationClasses = [
  'mail',
  'banking',
  'customer-data',
  'administration',
  'remote-access',
  'other',
] as const

interface ClassFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

export function ClassField({ value, onChange }: ClassFieldProps) {
  const { t } = useTranslation('console')
  return (
    <NativeSelect
      label={t('applications.class')}
      description={t('applications.classHint')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={applicationClasses.map((one) => ({ value: one, label: t(`policy.class.${one}`) }))}
    />
  )
}

import { NativeSelect, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TieProps } from '../../../../web/kit/factor-screens.ts'
import { providersOf } from './providers.ts'

/** At which provider somebody is known, and by what. */
export function TieIdentityProvider({ info, options, onOptions }: TieProps) {
  const { t } = useTranslation('identity-provider')
  const providers = providersOf(info)
  const { provider = providers[0]?.id ?? '', subject = '' } = options
  return (
    <Stack gap="md">
      <NativeSelect
        label={t('tie.provider')}
        data={providers.map(({ id, name }) => ({ value: id, label: name }))}
        value={String(provider)}
        onChange={(event) => onOptions({ subject, provider: event.currentTarget.value })}
      />
      <TextInput
        label={t('tie.subject')}
        description={t('tie.subjectHint')}
        required
        withAsterisk={false}
        maxLength={255}
        autoComplete="off"
        spellCheck={false}
        value={String(subject)}
        onChange={(event) => onOptions({ provider, subject: event.currentTarget.value })}
      />
    </Stack>
  )
}

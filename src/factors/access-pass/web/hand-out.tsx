import { NativeSelect, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { HandOutProps } from '../../../../web/kit/factor-screens.ts'

/** Seconds. */
const lifetimes = [3600, 8 * 3600, 24 * 3600, 7 * 24 * 3600] as const

/** How long a pass shall live, and how often it may be used. */
export function HandOutPass({ options, onOptions }: HandOutProps) {
  const { t } = useTranslation('access-pass')
  const { lifetime = lifetimes[0], uses = 1 } = options
  return (
    <Stack gap="md">
      <NativeSelect
        label={t('handOut.lifetime')}
        data={lifetimes.map((seconds) => ({ value: String(seconds), label: t(`handOut.for.${seconds}`) }))}
        value={String(lifetime)}
        onChange={(event) => onOptions({ ...options, lifetime: Number(event.currentTarget.value) })}
      />
      <TextInput
        label={t('handOut.uses')}
        type="number"
        min={1}
        max={10}
        value={Number(uses)}
        onChange={(event) => onOptions({ ...options, uses: Math.max(1, Number(event.currentTarget.value)) })}
      />
    </Stack>
  )
}

import { NumberInput, Select, Stack } from '@mantine/core'
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
      <Select
        label={t('handOut.lifetime')}
        data={lifetimes.map((seconds) => ({ value: String(seconds), label: t(`handOut.for.${seconds}`) }))}
        value={String(lifetime)}
        allowDeselect={false}
        onChange={(value) => onOptions({ ...options, lifetime: Number(value) })}
      />
      <NumberInput
        label={t('handOut.uses')}
        min={1}
        max={10}
        allowDecimal={false}
        value={Number(uses)}
        onChange={(value) => onOptions({ ...options, uses: Math.max(1, Number(value) || 1) })}
      />
    </Stack>
  )
}

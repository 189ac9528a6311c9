import { NativeSelect, Stack, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { serverTime } from '../../../../web/api/server-time.ts'
import { useFactorInfo } from '../../../../web/api/use-portal.ts'
import type { HandOutProps } from '../../../../web/kit/factor-screens.ts'
import { localTime } from '../../../../web/kit/local-time.ts'
import { lifetimesOf, limitsOf } from './limits.ts'

const hour = 3600

/** From when a pass shall count, how long it shall live, and how often it may be used. */
export function HandOutPass({ options, onOptions }: HandOutProps) {
  const { t } = useTranslation('access-pass')
  const limits = limitsOf(useFactorInfo('access-pass'))
  const { startsAt, lifetime = limits.lifetime, uses = 1 } = options
  const nameOf = (seconds: number) =>
    seconds % (24 * hour) === 0
      ? t('handOut.days', { count: seconds / (24 * hour) })
      : seconds % hour === 0
        ? t('handOut.hours', { count: seconds / hour })
        : t('handOut.minutes', { count: Math.round(seconds / 60) })
  return (
    <Stack gap="md">
      <TextInput
        type="datetime-local"
        label={t('handOut.from')}
        description={t('handOut.fromHint')}
        min={localTime(serverTime())}
        value={startsAt === undefined ? '' : localTime(Number(startsAt))}
        onChange={({ currentTarget: { value } }) => {
          const { startsAt: _, ...others } = options
          onOptions(value === '' ? others : { ...others, startsAt: new Date(value).getTime() })
        }}
      />
      <NativeSelect
        label={t('handOut.lifetime')}
        data={lifetimesOf(limits).map((seconds) => ({ value: String(seconds), label: nameOf(seconds) }))}
        value={String(lifetime)}
        onChange={(event) => onOptions({ ...options, lifetime: Number(event.currentTarget.value) })}
      />
      <TextInput
        label={t('handOut.uses')}
        type="number"
        min={1}
        max={limits.mostUses}
        value={Number(uses)}
        onChange={(event) => onOptions({ ...options, uses: Math.max(1, Number(event.currentTarget.value)) })}
      />
    </Stack>
  )
}

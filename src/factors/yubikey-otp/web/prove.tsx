import { Button, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProveProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { TouchField } from './touch-field.tsx'
import { useTouch } from './use-touch.ts'

/** Waits for a touch. */
export function ProveYubikey({ options, pending, problem, ready, onProve }: ProveProps) {
  const { t } = useTranslation('yubikey-otp')
  const { typed, setTyped, submit } = useTouch(problem, ready && !pending, (otp) => onProve({ otp }))
  const refused = problem?.code === 'proof.refused' || problem?.code === 'input.invalid'
  const labels = options.flatMap(({ label }) => label ?? [])
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <TouchField
          label={t('prove.label')}
          hint={labels.length === 0 ? t('prove.hint') : t('prove.from', { labels: labels.join(', ') })}
          value={typed}
          onChange={setTyped}
          disabled={pending || !ready}
          refused={refused && typed === '' ? t('prove.refused') : undefined}
        />
        {!refused && <ProblemAlert problem={problem} />}
        <Button type="submit" fullWidth loading={pending} disabled={!ready}>
          {t('prove.action')}
        </Button>
      </Stack>
    </form>
  )
}

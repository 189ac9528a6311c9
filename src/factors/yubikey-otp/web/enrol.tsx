import { Button, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { EnrolProps } from '../../../../web/kit/factor-screens.ts'
import { noticeTexts } from '../../../../web/kit/notice-text.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { TouchField } from './touch-field.tsx'
import { useTouch } from './use-touch.ts'

/** One touch, and the key is theirs. */
export function EnrolYubikey({ info, pending, problem, onAnswer }: EnrolProps) {
  const { t } = useTranslation('yubikey-otp')
  const { typed, setTyped, submit } = useTouch(problem, !pending, (otp) => onAnswer({ otp }))
  const refused = problem?.code === 'enrolment.refused' || problem?.code === 'input.invalid'
  const notices = noticeTexts(info, problem)
  const words = notices.length === 0 ? t('enrol.refused') : notices.join(' ')
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <TouchField
          label={t('enrol.label')}
          hint={t('enrol.hint')}
          value={typed}
          onChange={setTyped}
          disabled={pending}
          refused={refused && typed === '' ? words : undefined}
        />
        {!refused && <ProblemAlert problem={problem} />}
        <Button type="submit" fullWidth loading={pending}>
          {t('enrol.action')}
        </Button>
      </Stack>
    </form>
  )
}

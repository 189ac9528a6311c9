import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Step } from '../../kit/step.tsx'

/** A recovery is over: finished, or not there any more. Both lead to the sign-in. */
export function EndStep({ end }: { end: 'done' | 'gone' }) {
  const { t } = useTranslation('portal')
  return (
    <Step title={t(`recover.${end}.title`)} lead={t(`recover.${end}.lead`)} focusTitle>
      <Button fullWidth onClick={() => location.replace('/sign-in')}>
        {t('recover.signIn')}
      </Button>
    </Step>
  )
}

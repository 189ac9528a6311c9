import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../../../web/api/problem.ts'
import { Alert } from '../../../../web/kit/alert.tsx'
import type { ManageProps } from '../../../../web/kit/factor-screens.ts'
import { noticeTexts } from '../../../../web/kit/notice-text.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { tell } from '../../../../web/kit/tell.ts'
import { PinField } from './pin-field.tsx'
import classes from './token.module.css'

/** Takes a new PIN for a token. */
export function ChangePin({ info, onOperate, onDone }: ManageProps & { readonly onDone: () => void }) {
  const { t } = useTranslation('hotp-token')
  const { t: kit } = useTranslation('kit')
  const [pin, setPin] = useState('')
  const change = useMutation({
    mutationFn: () => onOperate('change-pin', { pin }),
    onSuccess: (answer) => {
      if (answer === undefined) return
      tell(t('manage.pinChanged'))
      onDone()
    },
  })
  const problem = change.error === null ? undefined : asProblem(change.error)
  const texts = noticeTexts(info, problem)

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    change.mutate()
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p className={classes.help}>{t('manage.pinLead')}</p>
        <PinField label={t('manage.newPin')} value={pin} onChange={setPin} isNew />
        {texts.length > 0 ? <Alert tone="bad">{texts.join(' ')}</Alert> : <ProblemAlert problem={problem} />}
        <div className={classes.actions}>
          <Button type="submit" size="sm" loading={change.isPending} disabled={pin.length < 4}>
            {t('manage.pinAction')}
          </Button>
          <Button variant="subtle" size="sm" color="gray" onClick={onDone}>
            {kit('cancel')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

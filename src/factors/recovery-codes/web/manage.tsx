import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../../../web/api/problem.ts'
import type { Shown } from '../../../../web/api/types.ts'
import { Confirm } from '../../../../web/kit/confirm.tsx'
import { Dialog } from '../../../../web/kit/dialog.tsx'
import type { ManageProps } from '../../../../web/kit/factor-screens.ts'
import classes from './codes.module.css'
import { RevealRecoveryCodes } from './reveal.tsx'

/** Says how many codes are left and hands out fresh ones. */
export function ManageRecoveryCodes({ authenticator, onOperate }: ManageProps) {
  const { t } = useTranslation('recovery-codes')
  const [asking, setAsking] = useState(false)
  const [show, setShow] = useState<Shown>()
  const left = leftOf(authenticator.describe)
  const refill = useMutation({
    mutationFn: () => onOperate('refill', {}),
    onSuccess: (answer) => {
      if (answer === undefined) return
      setAsking(false)
      setShow(answer.show)
    },
  })
  return (
    <Stack gap="sm" align="flex-start">
      {left !== undefined && (
        <p className={classes.left} data-few={left < 4 || undefined}>
          {t('manage.left', { count: left })}
          {left < 4 && `. ${t('manage.few')}`}
        </p>
      )}
      <Button variant="default" size="sm" onClick={() => setAsking(true)}>
        {t('manage.open')}
      </Button>
      {asking && (
        <Confirm
          title={t('manage.title')}
          action={t('manage.action')}
          pending={refill.isPending}
          problem={refill.error === null ? undefined : asProblem(refill.error)}
          onConfirm={() => refill.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{t('manage.text')}</p>
        </Confirm>
      )}
      {show !== undefined && (
        <Dialog title={t('reveal.title')}>
          <RevealRecoveryCodes
            show={show}
            accountName={authenticator.label}
            onDone={() => setShow(undefined)}
          />
        </Dialog>
      )}
    </Stack>
  )
}

function leftOf(describe: Readonly<Record<string, unknown>>): number | undefined {
  return typeof describe.left === 'number' ? describe.left : undefined
}

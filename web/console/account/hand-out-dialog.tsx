import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { handOut } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { AccountView, FactorInfo, Shown } from '../../api/types.ts'
import { screensOf } from '../../factors.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'

interface HandOutDialogProps {
  readonly account: AccountView
  readonly info: FactorInfo
  readonly onClose: () => void
}

/** Makes what lets somebody in who has nothing else, and shows it once. */
export function HandOutDialog({ account, info, onClose }: HandOutDialogProps) {
  const { t } = useTranslation(['console', info.id])
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const [options, setOptions] = useState<Readonly<Record<string, unknown>>>({})
  const [show, setShow] = useState<Shown>()
  const making = useMutation({
    mutationFn: (reason: string) =>
      withStepUp(() => handOut(account.id, { factor: info.id, options, reason })),
    onSuccess: async (made) => {
      if (made === undefined) return
      setShow(made.show)
      await queries.invalidateQueries({ queryKey: keys.account(account.id) })
    },
  })
  const screens = screensOf(info.id)
  if (show !== undefined && screens?.Reveal !== undefined) {
    return (
      <Dialog title={t('reveal.title', { ns: info.id })}>
        <p>{t('reveal.lead', { ns: info.id })}</p>
        <screens.Reveal show={show} accountName={account.name} onDone={onClose} />
      </Dialog>
    )
  }
  return (
    <Confirm
      reason
      title={t('handOut.title', { factor: info.guide.name, name: account.name })}
      action={t('handOut.action')}
      pending={making.isPending}
      problem={making.error === null ? undefined : asProblem(making.error)}
      onConfirm={(reason) => making.mutate(reason)}
      onClose={onClose}
    >
      <p>{t('handOut.what')}</p>
      {screens?.HandOut !== undefined && <screens.HandOut options={options} onOptions={setOptions} />}
    </Confirm>
  )
}

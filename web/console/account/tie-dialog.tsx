import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tieAuthenticator } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import type { AccountView, FactorInfo } from '../../api/types.ts'
import { screensOf } from '../../factors.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { tell } from '../../kit/tell.ts'
import { useAct } from '../../step-up/use-act.ts'

interface TieDialogProps {
  readonly account: AccountView
  readonly info: FactorInfo
  readonly onClose: () => void
}

/** Ties to an account what its owner has not shown here: from then on another house says who they are. */
export function TieDialog({ account, info, onClose }: TieDialogProps) {
  const { t } = useTranslation('console')
  const [options, setOptions] = useState<Readonly<Record<string, unknown>>>({})
  const tying = useAct(
    [keys.account(account.id)],
    (reason: string) => tieAuthenticator(account.id, { factor: info.id, options, reason }),
    () => {
      tell(t('ties.tied', { name: account.name }))
      onClose()
    },
  )
  const Tie = screensOf(info.id)?.Tie
  return (
    <Confirm
      reason
      title={t('ties.title', { name: account.name })}
      action={t('ties.action')}
      pending={tying.pending}
      problem={tying.problem}
      onConfirm={tying.run}
      onClose={onClose}
    >
      <p>{t('ties.what', { name: account.name })}</p>
      {Tie !== undefined && <Tie info={info} options={options} onOptions={setOptions} />}
    </Confirm>
  )
}

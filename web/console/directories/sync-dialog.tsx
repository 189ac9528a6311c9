import type { QueryKey } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type SyncView, syncDirectory } from '../../api/directories.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { tell } from '../../kit/tell.ts'
import { useAct } from '../../step-up/use-act.ts'
import classes from './directories.module.css'

interface SyncDialogProps {
  readonly id: string
  /** What would be done. */
  readonly preview: SyncView
  readonly changes: QueryKey
  readonly onClose: () => void
}

/** Shows what a reading would do, then does it; where too much would go, only with a reason. */
export function SyncDialog({ id, preview, changes, onClose }: SyncDialogProps) {
  const { t } = useTranslation('console')
  const [held, setHeld] = useState<SyncView>()
  const acting = useAct(
    [changes],
    (reason: string) => syncDirectory(id, held ? { consent: held.removals.word, reason } : {}),
    (result) => {
      if (result.outcome === 'held') {
        setHeld(result)
        return
      }
      tell(t('directories.done', { ...result }))
      onClose()
    },
  )
  const shown = held ?? preview
  const { accounts, groups, memberships } = shown.removals
  return (
    <Confirm
      title={t(held ? 'directories.heldTitle' : 'directories.syncTitle', { id })}
      action={t(held ? 'directories.consent' : 'directories.read')}
      danger={held !== undefined}
      reason={held !== undefined}
      pending={acting.pending}
      problem={acting.problem}
      onConfirm={acting.run}
      onClose={onClose}
    >
      {held && (
        <p>
          {t('directories.going', {
            accounts: accounts.going,
            ofAccounts: accounts.of,
            groups: groups.going,
            ofGroups: groups.of,
            memberships: memberships.going,
            ofMemberships: memberships.of,
          })}
        </p>
      )}
      <p>{t('directories.would', { ...shown })}</p>
      {shown.ending.length > 0 && (
        <p className={classes.names}>
          {t('directories.ending')} {shown.ending.join(', ')}
          {shown.ended > shown.ending.length && ' …'}
        </p>
      )}
      {shown.leftOut.length > 0 && (
        <ul className={classes.leftOut}>
          {shown.leftOut.map(({ name, because }) => (
            <li key={name}>
              {t('directories.leftOut', { name, because: t(`directories.because.${because}`) })}
            </li>
          ))}
        </ul>
      )}
    </Confirm>
  )
}

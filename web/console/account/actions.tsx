import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountAction } from '../../api/accounts.ts'
import type { AccountView, Invitation } from '../../api/types.ts'
import { Dialog } from '../../kit/dialog.tsx'
import { InvitationBox } from '../accounts/invitation-box.tsx'
import classes from './account.module.css'
import { ActionDialog } from './action-dialog.tsx'
import { actionsFor } from './possible-actions.ts'
import { useWhy } from './use-why.ts'

/** What can be done to an account; each action says what it does before it is pressed. */
export function Actions({ account }: { account: AccountView }) {
  const { t } = useTranslation(['console', 'kit'])
  const why = useWhy(account.id)
  const [open, setOpen] = useState<AccountAction>()
  const [invitation, setInvitation] = useState<Invitation>()
  return (
    <section className={classes.card} aria-label={t('actions.title')}>
      <h2 className={classes.heading}>{t('actions.title')}</h2>
      <div className={classes.actions}>
        {actionsFor(account, why.data).map((id) => (
          <div key={id} className={classes.action}>
            <p className={classes.quiet}>{t(`actions.${id}.what`)}</p>
            <Button variant="default" size="sm" onClick={() => setOpen(id)}>
              {t(`actions.${id}.label`)}
            </Button>
          </div>
        ))}
      </div>
      {open !== undefined && (
        <ActionDialog
          account={account}
          action={open}
          onDone={(given) => {
            setOpen(undefined)
            setInvitation(given)
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
      {invitation !== undefined && (
        <Dialog title={t('invitation.title')}>
          <InvitationBox
            name={account.name}
            invitation={invitation}
            onDone={() => setInvitation(undefined)}
          />
        </Dialog>
      )}
    </section>
  )
}

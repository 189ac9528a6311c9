import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountAction } from '../../api/accounts.ts'
import type { AccountView, FactorInfo, Invitation } from '../../api/types.ts'
import { usePortal } from '../../api/use-portal.ts'
import { useSession } from '../../api/use-session.ts'
import card from '../../kit/card.module.css'
import { Dialog } from '../../kit/dialog.tsx'
import { InvitationBox } from '../accounts/invitation-box.tsx'
import classes from './account.module.css'
import { ActionDialog } from './action-dialog.tsx'
import { HandOutDialog } from './hand-out-dialog.tsx'
import { actionsFor, isDangerous } from './possible-actions.ts'
import { useWhy } from './use-why.ts'

/** What can be done to an account; each action says what it does before it is pressed. */
export function Actions({ account }: { account: AccountView }) {
  const { t } = useTranslation(['console', 'kit'])
  const why = useWhy(account.id)
  const [open, setOpen] = useState<AccountAction>()
  const { factors } = usePortal()
  const handedOut = account.status === 'active' ? factors.filter((info) => info.handedOut) : []
  const [making, setMaking] = useState<FactorInfo>()
  const [invitation, setInvitation] = useState<Invitation>()
  const administers = useSession().data?.account.role === 'administrator'
  const actions = actionsFor(account, why.data, administers)
  const act = (id: AccountAction) => (
    <div key={id} className={classes.action}>
      <p className={classes.quiet}>{t(`actions.${id}.what`)}</p>
      <Button
        {...(isDangerous(id) ? { variant: 'outline', color: 'red' } : { variant: 'default' })}
        size="sm"
        onClick={() => setOpen(id)}
      >
        {t(`actions.${id}.label`)}
      </Button>
    </div>
  )
  return (
    <section className={`${card.surface} ${classes.card}`} aria-label={t('actions.title')}>
      <h2 className={classes.heading}>{t('actions.title')}</h2>
      <div className={classes.actions}>
        {actions.filter((id) => !isDangerous(id)).map(act)}
        {handedOut.map((info) => (
          <div key={info.id} className={classes.action}>
            <p className={classes.quiet}>{t('handOut.what')}</p>
            <Button variant="default" size="sm" onClick={() => setMaking(info)}>
              {t('handOut.label', { factor: info.guide.name })}
            </Button>
          </div>
        ))}
        {actions.filter(isDangerous).map(act)}
      </div>
      {making !== undefined && (
        <HandOutDialog account={account} info={making} onClose={() => setMaking(undefined)} />
      )}
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

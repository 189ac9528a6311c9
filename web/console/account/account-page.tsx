import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readAccount } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { AccountView } from '../../api/types.ts'
import { PageHead } from '../../kit/page-head.tsx'
import { When } from '../../kit/when.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import { Protection } from '../accounts/protection.tsx'
import { Status } from '../accounts/status.tsx'
import classes from './account.module.css'
import { Actions } from './actions.tsx'
import { AuthenticatorsCard } from './authenticators-card.tsx'
import { BrowsersCard } from './browsers-card.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { SessionsCard } from './sessions-card.tsx'
import { TiesCard } from './ties-card.tsx'
import { WhyCard } from './why-card.tsx'

/** One account, as the help desk needs it: what is wrong first, then what it has, then what can be done. */
export function AccountPage() {
  const { t } = useTranslation('console')
  const { id }: { id: string } = useParams({ from: '/accounts/$id' })
  const account = useQuery({ queryKey: keys.account(id), queryFn: ({ signal }) => readAccount(id, signal) })
  const view = account.data?.account
  const items = account.data?.authenticators ?? []
  const ties = items.filter(({ tied }) => tied)
  const own = items.filter(({ tied }) => !tied)
  if (isNowhere(account.error)) return <NoAccount />
  return (
    <>
      <QueryState query={account} height={480} />
      {view !== undefined && (
        <>
          <PageHead
            back={<Link to="/accounts">{t('account.back')}</Link>}
            title={view.name}
            action={<Edit account={view} />}
            lead={
              <span className={classes.facts}>
                <Protection account={view} />
                <Status account={view} />
                <span>{t(`role.${view.role}`)}</span>
                {view.directory !== 'local' && (
                  <span>{t('account.from', { directory: view.directory })}</span>
                )}
                {view.contacts.map(({ value, verified }) => (
                  <span key={value}>{verified ? value : t('account.unconfirmed', { contact: value })}</span>
                ))}
                <span>
                  {t('accounts.lastSignIn')}:{' '}
                  {view.lastSignInAt ? <When at={view.lastSignInAt} /> : t('accounts.never')}
                </span>
              </span>
            }
          />
          <div className={classes.columns}>
            <div className={classes.main}>
              <WhyCard id={id} />
              <AuthenticatorsCard account={view} items={own} />
              <TiesCard account={view} items={ties} />
              <SessionsCard id={id} />
              <BrowsersCard id={id} />
            </div>
            <Actions account={view} />
          </div>
        </>
      )}
    </>
  )
}

/** No account has this id, or it is none. */
function isNowhere(error: unknown): boolean {
  const { status } = asProblem(error)
  return status === 404 || status === 400
}

function NoAccount() {
  const { t } = useTranslation('console')
  return (
    <PageHead
      back={<Link to="/accounts">{t('account.back')}</Link>}
      title={t('account.none')}
      lead={t('account.noneText')}
    />
  )
}

function Edit({ account }: { account: AccountView }) {
  const { t } = useTranslation('console')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="default" size="sm" onClick={() => setOpen(true)}>
        {t('edit.open')}
      </Button>
      {open && <EditDialog account={account} onClose={() => setOpen(false)} />}
    </>
  )
}

import { Skeleton } from '@mantine/core'
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../api/problem.ts'
import { usePortal } from '../../api/use-portal.ts'
import { useSession } from '../../api/use-session.ts'
import { PageFrame } from '../../kit/page-frame.tsx'
import { Unavailable } from '../../kit/unavailable.tsx'
import { LapsedPage } from '../../step-up/lapsed-page.tsx'
import { StepUpProvider } from '../../step-up/step-up-provider.tsx'
import { AccountMenu } from './account-menu.tsx'
import { Announcements } from './announcements.tsx'
import { GraceBanner } from './grace-banner.tsx'

/** The frame of the pages of someone who is signed in; others are sent to the sign-in and come back here. */
export function AccountFrame() {
  const { t } = useTranslation('portal')
  const { name } = usePortal()
  const session = useSession()
  const problem = session.error === null ? undefined : asProblem(session.error)
  if (problem?.code === 'step-up.required') return <LapsedPage />
  if (problem !== undefined && session.data === undefined) {
    if (problem.status === 401) return <ToSignIn />
    return <Unavailable onRetry={session.refetch} trying={session.isFetching} />
  }
  return (
    <PageFrame
      name={name}
      navigation={
        <>
          <Link to="/" activeOptions={{ exact: true }}>
            {t('nav.authenticators')}
          </Link>
          <Link to="/contacts">{t('nav.contacts')}</Link>
          <Link to="/sessions">{t('nav.sessions')}</Link>
        </>
      }
      menu={
        session.data === undefined ? <Skeleton circle height={36} /> : <AccountMenu session={session.data} />
      }
    >
      <StepUpProvider>
        {session.data !== undefined && <GraceBanner />}
        {session.data !== undefined && <Announcements />}
        {session.data === undefined ? <Skeleton height={320} radius="lg" /> : <Outlet />}
      </StepUpProvider>
    </PageFrame>
  )
}

/** Leads to the sign-in, once: the address that changes on the way is not where one wanted to go. */
function ToSignIn() {
  const { href } = useLocation()
  const [wanted] = useState(href)
  const navigate = useNavigate()
  useEffect(() => {
    void navigate({ to: '/sign-in', search: wanted === '/' ? {} : { to: wanted }, replace: true })
  }, [navigate, wanted])
  return null
}

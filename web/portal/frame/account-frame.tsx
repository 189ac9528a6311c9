import { Skeleton } from '@mantine/core'
import { Link, Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../api/problem.ts'
import { usePortal } from '../../api/use-portal.ts'
import { useSession } from '../../api/use-session.ts'
import { PageFrame } from '../../kit/page-frame.tsx'
import { Unavailable } from '../../kit/unavailable.tsx'
import { StepUpProvider } from '../../step-up/step-up-provider.tsx'
import { AccountMenu } from './account-menu.tsx'

/** The frame of the pages of someone who is signed in; others are sent to the sign-in and come back here. */
export function AccountFrame() {
  const { t } = useTranslation('portal')
  const { name } = usePortal()
  const session = useSession()
  const { href } = useLocation()
  if (session.error !== null && session.data === undefined) {
    const problem = asProblem(session.error)
    if (problem.status === 401)
      return <Navigate to="/sign-in" search={href === '/' ? {} : { to: href }} replace />
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
          <Link to="/sessions">{t('nav.sessions')}</Link>
        </>
      }
      menu={
        session.data === undefined ? <Skeleton circle height={36} /> : <AccountMenu session={session.data} />
      }
    >
      <StepUpProvider>
        {session.data === undefined ? <Skeleton height={320} radius="lg" /> : <Outlet />}
      </StepUpProvider>
    </PageFrame>
  )
}

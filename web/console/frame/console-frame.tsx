import { Link, Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../api/problem.ts'
import { usePortalQuery } from '../../api/use-portal.ts'
import { useSession } from '../../api/use-session.ts'
import { Loading } from '../../kit/loading.tsx'
import { PageFrame } from '../../kit/page-frame.tsx'
import { Unavailable } from '../../kit/unavailable.tsx'
import { LapsedPage } from '../../step-up/lapsed-page.tsx'
import { StepUpProvider } from '../../step-up/step-up-provider.tsx'
import { ConsoleMenu } from './console-menu.tsx'
import { NotAllowed } from './not-allowed.tsx'

/** The frame of the console; who is not signed in goes to the portal's sign-in and comes back here. */
export function ConsoleFrame() {
  const { t } = useTranslation('console')
  const portal = usePortalQuery()
  const session = useSession()
  const problem = asProblem(portal.error ?? session.error)
  const signedOut = session.error !== null && problem.status === 401
  useEffect(() => {
    if (signedOut) location.replace(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`)
  }, [signedOut])
  if (signedOut) return <Loading />
  if (portal.data !== undefined && problem.code === 'step-up.required') return <LapsedPage />
  if (portal.data === undefined || session.data === undefined) {
    if (portal.error === null && session.error === null) return <Loading />
    return (
      <Unavailable
        onRetry={() => Promise.all([portal.refetch(), session.refetch()])}
        trying={portal.isFetching}
      />
    )
  }
  if (session.data.account.role === 'person') return <NotAllowed />
  return (
    <PageFrame
      wide
      name={portal.data.name}
      area={t('name')}
      navigation={
        <>
          <Link to="/" activeOptions={{ exact: true }}>
            {t('nav.home')}
          </Link>
          <Link to="/accounts">{t('nav.accounts')}</Link>
          <Link to="/applications">{t('nav.applications')}</Link>
          <Link to="/tokens">{t('nav.tokens')}</Link>
          <Link to="/inventory">{t('nav.inventory')}</Link>
          <Link to="/policy">{t('nav.policy')}</Link>
          <Link to="/coverage">{t('nav.coverage')}</Link>
          <Link to="/choosing">{t('nav.choosing')}</Link>
          <Link to="/audit">{t('nav.audit')}</Link>
        </>
      }
      menu={<ConsoleMenu session={session.data} />}
    >
      <StepUpProvider>
        <Outlet />
      </StepUpProvider>
    </PageFrame>
  )
}

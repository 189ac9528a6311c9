import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePortal } from '../../api/use-portal.ts'
import { PageFrame } from '../../kit/page-frame.tsx'

/** The frame of the guides, which anybody may read, signed in or not. */
export function GuidesFrame() {
  const { t } = useTranslation('portal')
  const { name } = usePortal()
  return (
    <PageFrame
      name={name}
      navigation={
        <>
          <Link to="/guides">{t('guides.title')}</Link>
          <Link to="/" activeOptions={{ exact: true }}>
            {t('guides.account')}
          </Link>
        </>
      }
      menu={null}
    >
      <Outlet />
    </PageFrame>
  )
}

import { Button } from '@mantine/core'
import IconPrinter from '@tabler/icons-react/icons/IconPrinter'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePortal } from '../../api/use-portal.ts'
import { GuideText } from '../../enrolment/guide-text.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { NotFound } from '../frame/not-found.tsx'
import classes from './guides.module.css'

/** The guide of one factor, on a page of its own that prints well. */
export function GuidePage() {
  const { t } = useTranslation('portal')
  const { factor } = useParams({ from: '/help/guides/$factor' })
  const info = usePortal().factors.find(({ id }) => id === factor)
  if (info === undefined) return <NotFound />
  return (
    <>
      <PageHead
        back={
          <Link to="/guides" activeOptions={{ exact: true }}>
            {t('guides.all')}
          </Link>
        }
        title={info.guide.name}
        lead={info.guide.summary}
        action={
          <Button
            className={classes.print ?? ''}
            variant="default"
            leftSection={<IconPrinter size={16} aria-hidden />}
            onClick={() => window.print()}
          >
            {t('guides.print')}
          </Button>
        }
      />
      <div className={classes.text}>
        <GuideText info={info} level={2} />
      </div>
    </>
  )
}

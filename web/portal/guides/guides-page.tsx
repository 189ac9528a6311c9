import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { FactorInfo } from '../../api/types.ts'
import { usePortal } from '../../api/use-portal.ts'
import { screensOf } from '../../factors.ts'
import { PageHead } from '../../kit/page-head.tsx'
import classes from './guides.module.css'

/** The guides of everything that opens a door in this installation. */
export function GuidesPage() {
  const { t } = useTranslation('portal')
  const { factors } = usePortal()
  return (
    <>
      <PageHead title={t('guides.title')} lead={t('guides.lead')} />
      <ul className={classes.list}>
        {factors
          .filter(({ available }) => available)
          .map((info) => (
            <li key={info.id} className={classes.item}>
              <Item info={info} />
            </li>
          ))}
      </ul>
    </>
  )
}

function Item({ info: { id, guide } }: { readonly info: FactorInfo }) {
  const Picture = screensOf(id)?.Picture
  return (
    <>
      {Picture !== undefined && (
        <div className={classes.picture}>
          <Picture />
        </div>
      )}
      <h2 className={classes.name}>
        <Link to="/guides/$factor" params={{ factor: id }}>
          {guide.name}
        </Link>
      </h2>
      <p className={classes.summary}>{guide.summary}</p>
    </>
  )
}

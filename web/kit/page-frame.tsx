import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Mark } from './mark.tsx'
import { NavigationRow } from './navigation-row.tsx'
import classes from './page-frame.module.css'
import { SchemeToggle } from './scheme-toggle.tsx'

interface PageFrameProps {
  readonly name: string
  /** Which part of the installation this is, where it is not the one for everybody. */
  readonly area?: string
  readonly navigation: ReactNode
  readonly menu: ReactNode
  readonly wide?: boolean
  readonly children: ReactNode
}

/** The frame of all pages behind the gate: name, navigation, who one is, and the page. */
export function PageFrame({ name, area, navigation, menu, wide = false, children }: PageFrameProps) {
  const { t } = useTranslation('kit')
  return (
    <div className={classes.page} data-wide={wide || undefined}>
      <a className={classes.skip} href="#content">
        {t('skip')}
      </a>
      <header className={classes.bar}>
        <div className={classes.inner}>
          <div className={classes.brand}>
            <Mark size={30} />
            <span className={classes.names}>
              <span className={classes.name}>{name}</span>
              {area !== undefined && <span className={classes.area}>{area}</span>}
            </span>
          </div>
          <NavigationRow label={t('navigation')}>{navigation}</NavigationRow>
          <div className={classes.tools}>
            <SchemeToggle />
            {menu}
          </div>
        </div>
      </header>
      <main id="content" className={classes.content} tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}

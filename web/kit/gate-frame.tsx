import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Gate, type Stage } from './gate.tsx'
import classes from './gate-frame.module.css'
import { Mark } from './mark.tsx'
import { SchemeToggle } from './scheme-toggle.tsx'

/** The frame of all pages before one is signed in: the gate on one side, one calm column on the other. */
export function GateFrame({ stage, name, children }: { stage: Stage; name: string; children: ReactNode }) {
  const { t } = useTranslation('kit')
  return (
    <div className={classes.frame}>
      <header className={classes.wall}>
        <div className={classes.brand}>
          <Mark size={36} onWall />
          <span>{name}</span>
        </div>
        <div className={classes.scene}>
          <Gate stage={stage} />
        </div>
        <p className={classes.motto}>{t('motto')}</p>
      </header>
      <div className={classes.side}>
        <div className={classes.corner}>
          <SchemeToggle />
        </div>
        <main className={classes.column}>{children}</main>
      </div>
    </div>
  )
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePortal } from '../../api/use-portal.ts'
import { Doors } from '../../kit/doors.tsx'
import type { Stage } from '../../kit/gate.tsx'
import { GateFrame } from '../../kit/gate-frame.tsx'
import classes from './sign-in.module.css'

/** The gate, its two doors, and beside them what is to be done. */
export function SignInFrame({ stage, children }: { readonly stage: Stage; readonly children: ReactNode }) {
  const { t } = useTranslation('attempt')
  const portal = usePortal()
  return (
    <GateFrame stage={stage} name={portal.name}>
      <div className={classes.flow}>
        <Doors stage={stage} labels={[t('doors.first'), t('doors.second')]} />
        {children}
      </div>
    </GateFrame>
  )
}

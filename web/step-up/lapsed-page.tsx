import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { usePortal } from '../api/use-portal.ts'
import { GateFrame } from '../kit/gate-frame.tsx'
import { useSignOut } from '../kit/use-sign-out.ts'
import classes from './step-up.module.css'
import { StepUpDialog } from './step-up-dialog.tsx'

/** In the place of the pages of somebody whose session has lapsed: what is missing is proved, and nothing is lost. */
export function LapsedPage() {
  const { t } = useTranslation('step-up')
  const { name } = usePortal()
  const queries = useQueryClient()
  const signOut = useSignOut()
  return (
    <GateFrame stage={0} name={name}>
      <div className={classes.page}>
        <StepUpDialog lead={t('lapsed')} onDone={() => void queries.invalidateQueries()} />
        <Button variant="subtle" size="sm" color="gray" onClick={signOut}>
          {t('leave')}
        </Button>
      </div>
    </GateFrame>
  )
}

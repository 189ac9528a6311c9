import { Badge, Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../../../api/keys.ts'
import { approveRegistration } from '../../../api/registrations.ts'
import type { ApplicationView } from '../../../api/types.ts'
import card from '../../../kit/card.module.css'
import { Confirm } from '../../../kit/confirm.tsx'
import { tell } from '../../../kit/tell.ts'
import { When } from '../../../kit/when.tsx'
import { useAct } from '../../../step-up/use-act.ts'
import classes from '../applications.module.css'

/** That an application registered itself, and whether somebody has looked at it. */
export function RegistrationPart({ application }: { application: ApplicationView }) {
  const { t } = useTranslation('console')
  const [asking, setAsking] = useState(false)
  const { registration } = application
  if (registration === undefined) return null
  return (
    <section className={classes.part} aria-label={t('registration.title')}>
      <div className={classes.head}>
        <p className={classes.quiet}>
          {t('registration.by', { token: registration.tokenName })} <When at={registration.at} />
          {registration.approvedAt !== undefined && (
            <>
              {' · '}
              {t('registration.approved')} <When at={registration.approvedAt} />
            </>
          )}
        </p>
        {registration.approvedAt === undefined && (
          <div className={card.buttons}>
            <Badge variant="light" color="yellow">
              {t('registration.unseen')}
            </Badge>
            <Button size="xs" onClick={() => setAsking(true)}>
              {t('registration.approve')}
            </Button>
          </div>
        )}
      </div>
      {asking && (
        <ApproveDialog
          application={application}
          version={registration.version}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}

interface ApproveDialogProps {
  readonly application: ApplicationView
  readonly version: number
  readonly onClose: () => void
}

function ApproveDialog({ application, version, onClose }: ApproveDialogProps) {
  const { t } = useTranslation('console')
  const approving = useAct(
    [keys.applications, keys.coverage],
    (reason: string) => approveRegistration(application.id, { version, reason }),
    () => {
      tell(t('registration.done', { name: application.name }))
      onClose()
    },
  )
  return (
    <Confirm
      reason
      title={t('registration.approveTitle', { name: application.name })}
      action={t('registration.approve')}
      pending={approving.pending}
      problem={approving.problem}
      onConfirm={approving.run}
      onClose={onClose}
    >
      <p>{t('registration.approveText')}</p>
    </Confirm>
  )
}

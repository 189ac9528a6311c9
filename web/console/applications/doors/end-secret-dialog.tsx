import { useTranslation } from 'react-i18next'
import { type DoorSecretView, endDoorSecret } from '../../../api/doors.ts'
import { Confirm } from '../../../kit/confirm.tsx'
import { useDoorAct } from './use-door-act.ts'

interface EndSecretDialogProps {
  readonly applicationId: string
  readonly door: string
  readonly secret: DoorSecretView
  readonly onClose: () => void
}

/** Stops a secret at once. */
export function EndSecretDialog({ applicationId, door, secret, onClose }: EndSecretDialogProps) {
  const { t } = useTranslation('console')
  const ending = useDoorAct(
    applicationId,
    (reason: string) => endDoorSecret(applicationId, door, secret.id, reason),
    onClose,
  )
  return (
    <Confirm
      reason
      danger
      title={t('doors.endTitle', { prefix: secret.prefix })}
      action={t('doors.end')}
      pending={ending.pending}
      problem={ending.problem}
      onConfirm={ending.run}
      onClose={onClose}
    >
      <p>{t('doors.endText')}</p>
    </Confirm>
  )
}

import { useTranslation } from 'react-i18next'
import { type DoorView, disconnectDoor } from '../../../api/doors.ts'
import type { ApplicationView } from '../../../api/types.ts'
import { Confirm } from '../../../kit/confirm.tsx'
import { tell } from '../../../kit/tell.ts'
import { useDoorAct } from './use-door-act.ts'

interface DisconnectDialogProps {
  readonly application: ApplicationView
  readonly door: DoorView
  readonly onClose: () => void
}

/** Takes a door from an application. */
export function DisconnectDialog({ application, door, onClose }: DisconnectDialogProps) {
  const { t } = useTranslation('console')
  const names = { name: application.name, door: door.name }
  const disconnecting = useDoorAct(
    application.id,
    (reason: string) => disconnectDoor(application.id, door.door, reason),
    () => {
      tell(t('doors.disconnected', names))
      onClose()
    },
  )
  return (
    <Confirm
      reason
      danger
      title={t('doors.disconnectTitle', names)}
      action={t('doors.disconnect')}
      pending={disconnecting.pending}
      problem={disconnecting.problem}
      onConfirm={disconnecting.run}
      onClose={onClose}
    >
      <p>{t('doors.disconnectText')}</p>
    </Confirm>
  )
}

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeDoor, type DoorKindView, type DoorView, type Settings } from '../../../api/doors.ts'
import type { ApplicationView } from '../../../api/types.ts'
import { Confirm } from '../../../kit/confirm.tsx'
import { FormProblem } from '../../../kit/form-problem.tsx'
import { tell } from '../../../kit/tell.ts'
import { SettingsFields } from '../settings/settings-fields.tsx'
import { useSettings } from '../settings/use-settings.ts'
import { useDoorAct } from './use-door-act.ts'

interface ChangeDoorDialogProps {
  readonly application: ApplicationView
  readonly door: DoorView
  readonly kind: DoorKindView
  readonly onClose: () => void
}

/** Sets a door of an application anew. Who was faster meanwhile is not overwritten: what was looked at is kept. */
export function ChangeDoorDialog({ application, door, kind, onClose }: ChangeDoorDialogProps) {
  const { t } = useTranslation('console')
  const [looked] = useState(door)
  const changing = useDoorAct(
    application.id,
    (change: { settings: Settings; reason: string }) => changeDoor(application.id, looked, change),
    () => {
      tell(t('doors.changed', { name: application.name }))
      onClose()
    },
  )
  const { fields, read } = useSettings(kind, { settings: looked.settings, problem: changing.problem })
  return (
    <Confirm
      reason
      title={t('doors.changeTitle', { name: application.name, door: door.name })}
      action={t('doors.save')}
      pending={changing.pending}
      onConfirm={(reason) => read((settings) => changing.run({ settings, reason }))}
      onClose={onClose}
    >
      <SettingsFields fields={fields} />
      <FormProblem problem={changing.problem} marked={fields.problems.length > 0} />
    </Confirm>
  )
}

import { Button, Stack } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ConnectedDoor, connectDoor, type DoorKindView, type Settings } from '../../../api/doors.ts'
import type { ApplicationView } from '../../../api/types.ts'
import { Answers } from '../../../kit/answers.tsx'
import { FormProblem } from '../../../kit/form-problem.tsx'
import { SettingsFields } from '../settings/settings-fields.tsx'
import { useSettings } from '../settings/use-settings.ts'
import { OwnSecret } from './own-secret.tsx'
import { useDoorAct } from './use-door-act.ts'

interface ConnectFormProps {
  readonly application: ApplicationView
  readonly kind: DoorKindView
  readonly onConnected: (door: ConnectedDoor) => void
  readonly onBack: () => void
}

/** What is set when an application is connected. */
export function ConnectForm({ application, kind, onConnected, onBack }: ConnectFormProps) {
  const { t } = useTranslation(['console', 'kit'])
  const [secret, setSecret] = useState('')
  const connecting = useDoorAct(
    application.id,
    (settings: Settings) =>
      connectDoor(application.id, { door: kind.id, settings, ...(secret === '' ? {} : { secret }) }),
    onConnected,
  )
  const { fields, read } = useSettings(kind, { problem: connecting.problem })

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    read(connecting.run)
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <SettingsFields fields={fields} />
        {kind.keeps !== 'none' && <OwnSecret secret={secret} onChange={setSecret} />}
        <FormProblem problem={connecting.problem} marked={fields.problems.length > 0} />
        <Answers>
          <Button variant="default" onClick={onBack}>
            {t('doors.back')}
          </Button>
          <Button type="submit" loading={connecting.pending}>
            {t('doors.connect')}
          </Button>
        </Answers>
      </Stack>
    </form>
  )
}

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectedDoor, DoorKindView } from '../../../api/doors.ts'
import type { ApplicationView } from '../../../api/types.ts'
import { Dialog } from '../../../kit/dialog.tsx'
import { QueryState } from '../../../step-up/query-state.tsx'
import { ChooseDoor } from './choose-door.tsx'
import { ConnectForm } from './connect-form.tsx'
import { ConnectedDialog } from './connected-dialog.tsx'
import { useDoorKinds } from './use-door-kinds.ts'

interface ConnectDialogProps {
  readonly application: ApplicationView
  /** Doors by which it is connected already. */
  readonly connected: readonly string[]
  readonly onClose: () => void
}

/** Connects an application: which door, what is set for it, and what to enter on the other side. */
export function ConnectDialog({ application, connected, onClose }: ConnectDialogProps) {
  const { t } = useTranslation('console')
  const kinds = useDoorKinds()
  const [chosen, setChosen] = useState<DoorKindView>()
  const [fresh, setFresh] = useState<ConnectedDoor>()
  if (fresh !== undefined) return <ConnectedDialog application={application} door={fresh} onClose={onClose} />
  return (
    <Dialog
      key={chosen?.id}
      onClose={onClose}
      title={
        chosen === undefined
          ? t('doors.connectNamed', { name: application.name })
          : t('doors.connectBy', { name: application.name, door: chosen.name })
      }
    >
      {chosen === undefined ? (
        <>
          <QueryState query={kinds} height={220} />
          {kinds.isSuccess && (
            <ChooseDoor kinds={kinds.data.filter(({ id }) => !connected.includes(id))} onChoose={setChosen} />
          )}
        </>
      ) : (
        <ConnectForm
          application={application}
          kind={chosen}
          onConnected={setFresh}
          onBack={() => setChosen(undefined)}
        />
      )}
    </Dialog>
  )
}

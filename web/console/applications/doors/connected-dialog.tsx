import { Button, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ConnectedDoor } from '../../../api/doors.ts'
import type { ApplicationView } from '../../../api/types.ts'
import { Dialog } from '../../../kit/dialog.tsx'
import { RevealOnce } from '../../../kit/reveal-once.tsx'
import { Steps } from '../connect/steps.tsx'
import { ShownRows } from './shown-rows.tsx'

interface ConnectedDialogProps {
  readonly application: Pick<ApplicationView, 'name'>
  readonly door: ConnectedDoor
  readonly onClose: () => void
}

/** What to enter on the other side; the secret this once. */
export function ConnectedDialog({ application, door, onClose }: ConnectedDialogProps) {
  const { t } = useTranslation('console')
  return (
    <Dialog
      {...(door.steps.length > 0 ? { wide: true } : {})}
      title={t('doors.connected', { name: application.name })}
    >
      <Stack gap="md">
        {door.shows.length > 0 && (
          <>
            <p>{t('doors.enterThere')}</p>
            <ShownRows rows={door.shows} />
          </>
        )}
        {door.secret !== undefined && (
          <RevealOnce label={t('doors.secret')} secret={door.secret} note={t('doors.once')} />
        )}
        {door.steps.length > 0 && (
          <>
            <p>{t('products.steps')}</p>
            <Steps steps={door.steps} />
          </>
        )}
        <Button onClick={onClose}>{t('invitation.done')}</Button>
      </Stack>
    </Dialog>
  )
}

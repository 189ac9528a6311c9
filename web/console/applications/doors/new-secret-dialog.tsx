import { Button, NativeSelect, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DoorView, renewDoorSecret } from '../../../api/doors.ts'
import { Confirm } from '../../../kit/confirm.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { RevealOnce } from '../../../kit/reveal-once.tsx'
import { OwnSecret } from './own-secret.tsx'
import { useDoorAct } from './use-door-act.ts'

/** Seconds for which the secrets before go on working. */
const overlaps = { none: 0, day: 86_400, week: 604_800 } as const
type Overlap = keyof typeof overlaps

interface NewSecretDialogProps {
  readonly applicationId: string
  readonly door: DoorView
  readonly onClose: () => void
}

/** Makes a secret that follows the one before, and shows it this once. */
export function NewSecretDialog({ applicationId, door, onClose }: NewSecretDialogProps) {
  const { t } = useTranslation('console')
  const [overlap, setOverlap] = useState<Overlap>('day')
  const [secret, setSecret] = useState('')
  const [fresh, setFresh] = useState<string>()
  const renewing = useDoorAct(
    applicationId,
    (after: Overlap) =>
      renewDoorSecret(applicationId, door.door, {
        overlap: overlaps[after],
        ...(secret === '' ? {} : { secret }),
      }),
    setFresh,
  )
  if (fresh !== undefined)
    return (
      <Dialog title={t('doors.renewed')}>
        <Stack gap="md">
          <RevealOnce label={t('doors.secret')} secret={fresh} note={t('doors.once')} />
          <Button onClick={onClose}>{t('invitation.done')}</Button>
        </Stack>
      </Dialog>
    )
  return (
    <Confirm
      title={t('doors.renewTitle', { door: door.name })}
      action={t('doors.renew')}
      pending={renewing.pending}
      problem={renewing.problem}
      onConfirm={() => renewing.run(overlap)}
      onClose={onClose}
    >
      <NativeSelect
        label={t('doors.overlap')}
        description={t('doors.overlapHint')}
        value={overlap}
        onChange={(event) => setOverlap(event.currentTarget.value as Overlap)}
        data={Object.keys(overlaps).map((value) => ({ value, label: t(`doors.overlaps.${value}`) }))}
      />
      <OwnSecret secret={secret} onChange={setSecret} />
    </Confirm>
  )
}

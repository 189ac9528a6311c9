import { Button, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../kit/dialog.tsx'
import { RevealOnce } from '../../kit/reveal-once.tsx'

/** The secret that signs, this once. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation('console')
  return (
    <Dialog title={t('webhooks.secretTitle')}>
      <Stack gap="md">
        <RevealOnce label={t('doors.secret')} secret={secret} note={t('doors.once')} />
        <Button onClick={onClose}>{t('invitation.done')}</Button>
      </Stack>
    </Dialog>
  )
}

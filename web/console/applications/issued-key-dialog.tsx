import { Button, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { IssuedKey } from '../../api/types.ts'
import { Dialog } from '../../kit/dialog.tsx'
import { RevealOnce } from '../../kit/reveal-once.tsx'

/** Shows a fresh API key, this once. */
export function IssuedKeyDialog({ apiKey, onClose }: { apiKey: IssuedKey; onClose: () => void }) {
  const { t } = useTranslation(['console', 'kit'])
  return (
    <Dialog title={t('keys.issued')}>
      <Stack gap="md">
        <RevealOnce label={t('keys.key')} secret={apiKey.key} note={t('keys.once')} />
        <Button onClick={onClose}>{t('invitation.done')}</Button>
      </Stack>
    </Dialog>
  )
}

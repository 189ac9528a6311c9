import { Button, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Invitation } from '../../api/types.ts'
import { RevealOnce } from '../../kit/reveal-once.tsx'
import { exact } from '../../kit/when.tsx'

interface InvitationBoxProps {
  readonly name: string
  readonly invitation: Invitation
  readonly onDone: () => void
}

/** The link for the owner of an account, shown once. */
export function InvitationBox({ name, invitation, onDone }: InvitationBoxProps) {
  const { t, i18n } = useTranslation('console')
  return (
    <Stack gap="md">
      <p>{t('invitation.text', { name })}</p>
      <RevealOnce
        label={t('invitation.label')}
        secret={invitation.link}
        note={t('invitation.note', { until: exact(invitation.expiresAt, i18n.language) })}
      />
      <Button onClick={onDone}>{t('invitation.done')}</Button>
    </Stack>
  )
}

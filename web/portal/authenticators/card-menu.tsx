import { ActionIcon, Menu } from '@mantine/core'
import IconDots from '@tabler/icons-react/icons/IconDots'
import IconPencil from '@tabler/icons-react/icons/IconPencil'
import IconTrash from '@tabler/icons-react/icons/IconTrash'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuthenticatorView } from '../../api/types.ts'
import { RemoveDialog } from './remove-dialog.tsx'
import { RenameDialog } from './rename-dialog.tsx'

/** Rename and remove. */
export function CardMenu({ authenticator, last }: { authenticator: AuthenticatorView; last: boolean }) {
  const { t } = useTranslation('portal')
  const [open, setOpen] = useState<'rename' | 'remove'>()
  const close = () => setOpen(undefined)
  return (
    <>
      <Menu position="bottom-end" width={180} shadow="md">
        <Menu.Target>
          <ActionIcon aria-label={t('authenticators.actions', { label: authenticator.label })}>
            <IconDots size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={18} aria-hidden />} onClick={() => setOpen('rename')}>
            {t('authenticators.rename')}
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={18} aria-hidden />}
            onClick={() => setOpen('remove')}
          >
            {t('authenticators.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'rename' && <RenameDialog authenticator={authenticator} onClose={close} />}
      {open === 'remove' && <RemoveDialog authenticator={authenticator} last={last} onClose={close} />}
    </>
  )
}

import { VisuallyHidden } from '@mantine/core'
import IconDots from '@tabler/icons-react/icons/IconDots'
import IconHandStop from '@tabler/icons-react/icons/IconHandStop'
import IconPencil from '@tabler/icons-react/icons/IconPencil'
import IconTrash from '@tabler/icons-react/icons/IconTrash'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuthenticatorView } from '../../api/types.ts'
import { Menu, MenuAction } from '../../kit/menu.tsx'
import { LossDialog } from './loss-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { RenameDialog } from './rename-dialog.tsx'

/** Rename, report lost or found, and remove. */
export function CardMenu({ authenticator, last }: { authenticator: AuthenticatorView; last: boolean }) {
  const { t } = useTranslation('portal')
  const [open, setOpen] = useState<'rename' | 'lose' | 'find' | 'remove'>()
  const close = () => setOpen(undefined)
  return (
    <>
      <Menu
        button={
          <>
            <IconDots size={20} aria-hidden />
            <VisuallyHidden>{t('authenticators.actions', { label: authenticator.label })}</VisuallyHidden>
          </>
        }
      >
        <MenuAction icon={<IconPencil size={18} aria-hidden />} onChoose={() => setOpen('rename')}>
          {t('authenticators.rename')}
        </MenuAction>
        {(authenticator.status === 'active' || authenticator.status === 'expired') && (
          <MenuAction icon={<IconHandStop size={18} aria-hidden />} onChoose={() => setOpen('lose')}>
            {t('authenticators.lose')}
          </MenuAction>
        )}
        {authenticator.status === 'lost' && (
          <MenuAction icon={<IconHandStop size={18} aria-hidden />} onChoose={() => setOpen('find')}>
            {t('authenticators.find')}
          </MenuAction>
        )}
        <MenuAction danger icon={<IconTrash size={18} aria-hidden />} onChoose={() => setOpen('remove')}>
          {t('authenticators.remove')}
        </MenuAction>
      </Menu>
      {open === 'rename' && <RenameDialog authenticator={authenticator} onClose={close} />}
      {(open === 'lose' || open === 'find') && (
        <LossDialog authenticator={authenticator} what={open} last={last} onClose={close} />
      )}
      {open === 'remove' && <RemoveDialog authenticator={authenticator} last={last} onClose={close} />}
    </>
  )
}

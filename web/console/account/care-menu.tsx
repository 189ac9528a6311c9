import { VisuallyHidden } from '@mantine/core'
import IconDots from '@tabler/icons-react/icons/IconDots'
import IconHelp from '@tabler/icons-react/icons/IconLifebuoy'
import IconUntie from '@tabler/icons-react/icons/IconLinkOff'
import IconSuspend from '@tabler/icons-react/icons/IconPlayerPause'
import IconResume from '@tabler/icons-react/icons/IconPlayerPlay'
import { useTranslation } from 'react-i18next'
import type { CaredForView } from '../../api/types.ts'
import { Menu, MenuAction } from '../../kit/menu.tsx'

interface CareMenuProps {
  readonly authenticator: CaredForView
  readonly onChoose: (care: string) => void
  /** Where another house says who they are. */
  readonly onUntie?: () => void
}

/** What whoever helps may do to one authenticator: hold it back, let it go, and what its factor offers. */
export function CareMenu({ authenticator, onChoose, onUntie }: CareMenuProps) {
  const { factor, label, status, helps } = authenticator
  const { t } = useTranslation(['console', factor])
  const active = status === 'active'
  if (!active && status !== 'suspended') return null
  return (
    <Menu
      button={
        <>
          <IconDots size={20} aria-hidden />
          <VisuallyHidden>{t('care.menu', { label })}</VisuallyHidden>
        </>
      }
    >
      {active &&
        helps.map((help) => (
          <MenuAction key={help} icon={<IconHelp size={18} aria-hidden />} onChoose={() => onChoose(help)}>
            {t(`helps.${help}.label`, { ns: factor })}
          </MenuAction>
        ))}
      {active ? (
        <MenuAction danger icon={<IconSuspend size={18} aria-hidden />} onChoose={() => onChoose('suspend')}>
          {t('care.suspend.label')}
        </MenuAction>
      ) : (
        <MenuAction icon={<IconResume size={18} aria-hidden />} onChoose={() => onChoose('resume')}>
          {t('care.resume.label')}
        </MenuAction>
      )}
      {onUntie !== undefined && (
        <MenuAction danger icon={<IconUntie size={18} aria-hidden />} onChoose={onUntie}>
          {t('ties.untie')}
        </MenuAction>
      )}
    </Menu>
  )
}

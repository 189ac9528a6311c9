import IconBook from '@tabler/icons-react/icons/IconBook'
import IconTower from '@tabler/icons-react/icons/IconBuildingFortress'
import IconLogout from '@tabler/icons-react/icons/IconLogout'
import { useTranslation } from 'react-i18next'
import type { SessionView } from '../../api/types.ts'
import { AccountBadge } from '../../kit/account-badge.tsx'
import { Menu, MenuAction, MenuLink } from '../../kit/menu.tsx'
import { useSignOut } from '../../kit/use-sign-out.ts'

/** Who one is, the way to the console for those who work there, and the way out. */
export function AccountMenu({ session }: { session: SessionView }) {
  const { t } = useTranslation('portal')
  const signOut = useSignOut()
  const { name, role } = session.account
  return (
    <Menu button={<AccountBadge name={name} label={t('menu.label', { name })} />}>
      {role !== 'person' && (
        <MenuLink href="/console" icon={<IconTower size={18} aria-hidden />}>
          {t('menu.console')}
        </MenuLink>
      )}
      <MenuLink href="/guides" icon={<IconBook size={18} aria-hidden />}>
        {t('menu.guides')}
      </MenuLink>
      <MenuAction icon={<IconLogout size={18} aria-hidden />} onChoose={signOut}>
        {t('menu.signOut')}
      </MenuAction>
    </Menu>
  )
}

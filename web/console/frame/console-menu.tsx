import IconKey from '@tabler/icons-react/icons/IconKey'
import IconLogout from '@tabler/icons-react/icons/IconLogout'
import { useTranslation } from 'react-i18next'
import type { SessionView } from '../../api/types.ts'
import { AccountBadge } from '../../kit/account-badge.tsx'
import { Menu, MenuAction, MenuLink } from '../../kit/menu.tsx'
import { useSignOut } from '../../kit/use-sign-out.ts'

/** Who one is, one's own authenticators, and the way out. */
export function ConsoleMenu({ session }: { session: SessionView }) {
  const { t } = useTranslation('console')
  const signOut = useSignOut()
  const { name } = session.account
  return (
    <Menu button={<AccountBadge name={name} label={t('menu.label', { name })} />}>
      <MenuLink href="/" icon={<IconKey size={18} aria-hidden />}>
        {t('menu.own')}
      </MenuLink>
      <MenuAction icon={<IconLogout size={18} aria-hidden />} onChoose={signOut}>
        {t('menu.signOut')}
      </MenuAction>
    </Menu>
  )
}

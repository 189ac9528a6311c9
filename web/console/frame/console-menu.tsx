import { Menu, UnstyledButton } from '@mantine/core'
import IconKey from '@tabler/icons-react/icons/IconKey'
import IconLogout from '@tabler/icons-react/icons/IconLogout'
import { useTranslation } from 'react-i18next'
import type { SessionView } from '../../api/types.ts'
import { AccountBadge } from '../../kit/account-badge.tsx'
import { useSignOut } from '../../kit/use-sign-out.ts'

/** Who one is, one's own authenticators, and the way out. */
export function ConsoleMenu({ session }: { session: SessionView }) {
  const { t } = useTranslation('console')
  const signOut = useSignOut()
  const { name } = session.account
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <UnstyledButton>
          <AccountBadge name={name} label={t('menu.label', { name })} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        <Menu.Item component="a" href="/" leftSection={<IconKey size={18} aria-hidden />}>
          {t('menu.own')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={signOut}>
          {t('menu.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

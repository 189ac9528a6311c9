import { Menu, UnstyledButton } from '@mantine/core'
import IconTower from '@tabler/icons-react/icons/IconBuildingFortress'
import IconLogout from '@tabler/icons-react/icons/IconLogout'
import { useTranslation } from 'react-i18next'
import type { SessionView } from '../../api/types.ts'
import { AccountBadge } from '../../kit/account-badge.tsx'
import { useSignOut } from '../../kit/use-sign-out.ts'

/** Who one is, the way to the console for those who work there, and the way out. */
export function AccountMenu({ session }: { session: SessionView }) {
  const { t } = useTranslation('portal')
  const signOut = useSignOut()
  const works = session.account.role !== 'person'
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <UnstyledButton>
          <AccountBadge name={session.account.name} label={t('menu.label', { name: session.account.name })} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session.account.name}</Menu.Label>
        {works && (
          <Menu.Item component="a" href="/console" leftSection={<IconTower size={18} aria-hidden />}>
            {t('menu.console')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={signOut}>
          {t('menu.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

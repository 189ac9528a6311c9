import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import IconMoon from '@tabler/icons-react/icons/IconMoon'
import IconSun from '@tabler/icons-react/icons/IconSun'
import { useTranslation } from 'react-i18next'

/** Light or dark by hand; until someone presses it the system decides. */
export function SchemeToggle() {
  const { t } = useTranslation('kit')
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const other = scheme === 'dark' ? 'light' : 'dark'
  return (
    <ActionIcon
      onClick={() => setColorScheme(other)}
      aria-label={t(`scheme.${other}`)}
      title={t(`scheme.${other}`)}
    >
      {scheme === 'dark' ? <IconSun size={20} aria-hidden /> : <IconMoon size={20} aria-hidden />}
    </ActionIcon>
  )
}

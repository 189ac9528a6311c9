import { useTranslation } from 'react-i18next'
import { Computer, Field, OpenDoor, SecurityKey, Story } from '../../../../web/kit/drawing.tsx'

/** The key is touched, and types by itself. */
export function YubikeyPicture() {
  const { t } = useTranslation('yubikey-otp')
  return <Story label={t('picture')} scenes={scenes} />
}

const scenes = [
  <SecurityKey key="touched" touched />,
  <Computer key="typed">
    <Field text="vvgutb…" />
  </Computer>,
  <OpenDoor key="in" />,
]

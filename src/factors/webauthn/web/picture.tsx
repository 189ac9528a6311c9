import { useTranslation } from 'react-i18next'
import { Computer, Fingerprint, OpenDoor, SecurityKey, Story } from '../../../../web/kit/drawing.tsx'

/** A finger or a key, and one is in. */
export function WebauthnPicture() {
  const { t } = useTranslation('webauthn')
  return <Story label={t('picture')} scenes={scenes} />
}

const scenes = [
  <Computer key="finger">
    <Fingerprint />
  </Computer>,
  <SecurityKey key="touched" touched />,
  <OpenDoor key="in" />,
]

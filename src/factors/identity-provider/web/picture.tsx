import { useTranslation } from 'react-i18next'
import { Computer, Field, OpenDoor, Story } from '../../../../web/kit/drawing.tsx'

/** A page elsewhere asks who one is, and the first door opens here. */
export function IdentityProviderPicture() {
  const { t } = useTranslation('identity-provider')
  return <Story label={t('picture')} scenes={scenes} />
}

const scenes = [
  <Computer key="there">
    <Field text="••••••••" />
  </Computer>,
  <OpenDoor key="in" />,
]

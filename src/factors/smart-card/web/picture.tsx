import { useTranslation } from 'react-i18next'
import { Card, Computer, Field, OpenDoor, Story } from '../../../../web/kit/drawing.tsx'

/** The card, its PIN, and one is in. */
export function SmartCardPicture() {
  const { t } = useTranslation('smart-card')
  return <Story label={t('picture')} scenes={scenes} />
}

const scenes = [
  <Card key="card" />,
  <Computer key="pin">
    <Field text="••••" />
  </Computer>,
  <OpenDoor key="in" />,
]

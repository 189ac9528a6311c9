import { useTranslation } from 'react-i18next'
import { Computer, Field, OpenDoor, Phone, Signs, Story } from '../../../../web/kit/drawing.tsx'

/** The computer shows a number, it is typed on the phone, and one is in. */
export function PushPicture() {
  const { t } = useTranslation('push')
  return <Story label={t('picture')} scenes={scenes} />
}

const scenes = [
  <Computer key="shown">
    <Field text="492 039" />
  </Computer>,
  <Phone key="typed">
    <Signs text="492039" size={11} />
  </Phone>,
  <OpenDoor key="in" />,
]

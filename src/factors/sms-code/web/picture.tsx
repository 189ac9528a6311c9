import { useTranslation } from 'react-i18next'
import { Bubble, Computer, Field, OpenDoor, Phone, Story } from '../../../../web/kit/drawing.tsx'

/** A message comes, its code is typed. */
export function SmsPicture() {
  const { t } = useTranslation('sms-code')
  return <Story label={t('picture')} scenes={scenes} />
}

const scenes = [
  <Phone key="sent">
    <Bubble text="492039" />
  </Phone>,
  <Computer key="typed">
    <Field text="492039" />
  </Computer>,
  <OpenDoor key="in" />,
]

import { useTranslation } from 'react-i18next'
import { Computer, Field, Letter, OpenDoor, Story } from '../../../../web/kit/drawing.tsx'

/** A letter comes, its code is typed. */
export function EmailPicture() {
  const { t } = useTranslation('email-code')
  return <Story label={t('picture')} scenes={scenes} />
}

const scenes = [
  <Letter key="sent" />,
  <Computer key="typed">
    <Field text="49203914" />
  </Computer>,
  <OpenDoor key="in" />,
]

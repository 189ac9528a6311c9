import { useTranslation } from 'react-i18next'
import { Computer, Field, OpenDoor, Signs, Story } from '../../../../web/kit/drawing.tsx'

/** A password is made, kept and typed. */
export function PasswordPicture() {
  const { t } = useTranslation('password')
  return <Story label={t('picture')} scenes={scenes} />
}

const scenes = [
  <Signs key="made" text="four odd words" size={14} />,
  <Computer key="typed">
    <Field text="••••••••" />
  </Computer>,
  <OpenDoor key="in" />,
]

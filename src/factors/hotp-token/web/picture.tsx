import { useTranslation } from 'react-i18next'
import { Computer, Field, OpenDoor, Story, Token } from '../../../../web/kit/drawing.tsx'

/** The token shows a code, the code is typed. */
export function TokenPicture() {
  const { t } = useTranslation('hotp-token')
  return <Story label={t('picture')} scenes={scenes} />
}

const scenes = [
  <Token key="shown" text="492039" />,
  <Computer key="typed">
    <Field text="492039" />
  </Computer>,
  <OpenDoor key="in" />,
]

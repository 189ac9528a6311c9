import { useTranslation } from 'react-i18next'
import { Computer, Field, Phone, QrPicture, Signs, Story } from '../../../../web/kit/drawing.tsx'

/** The picture is scanned, the phone shows a code, the code is typed. */
export function TotpPicture() {
  const { t } = useTranslation('totp')
  return <Story label={t('picture')} scenes={scenes} />
}

const scenes = [
  <Computer key="scanned">
    <QrPicture />
  </Computer>,
  <Phone key="shown">
    <Signs text="492039" size={11} />
  </Phone>,
  <Computer key="typed">
    <Field text="492039" />
  </Computer>,
]

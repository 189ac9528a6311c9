import { useTranslation } from 'react-i18next'
import { Computer, Field, Person, Phone, QrPicture, Story } from '../../../../web/kit/drawing.tsx'

/** The help desk hands a pass over, which is typed; then a factor is set up. */
export function AccessPassPicture() {
  const { t } = useTranslation('access-pass')
  return <Story label={t('picture')} scenes={scenes} />
}

const scenes = [
  <Person key="asked" />,
  <Computer key="typed">
    <Field text="4F9T-…" />
  </Computer>,
  <Phone key="set-up">
    <QrPicture />
  </Phone>,
]

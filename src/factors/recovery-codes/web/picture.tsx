import { useTranslation } from 'react-i18next'
import { Computer, Field, OpenDoor, Paper, Story } from '../../../../web/kit/drawing.tsx'

/** The sheet is taken out, a code typed and crossed out. */
export function RecoveryCodesPicture() {
  const { t } = useTranslation('recovery-codes')
  return <Story label={t('picture')} scenes={scenes} />
}

const scenes = [
  <Paper key="kept" crossed={1} />,
  <Computer key="typed">
    <Field text="7K3M-…" />
  </Computer>,
  <OpenDoor key="in" />,
]

import { useTranslation } from 'react-i18next'
import type { ManageProps } from '../../../../web/kit/factor-screens.ts'
import classes from './push.module.css'

/** Says whether the phone rings by itself, or has to be opened by hand. */
export function ManagePush({ authenticator }: ManageProps) {
  const { t } = useTranslation('push')
  return (
    <p className={classes.help}>
      {t(authenticator.describe.called === true ? 'manage.called' : 'manage.byHand')}
    </p>
  )
}

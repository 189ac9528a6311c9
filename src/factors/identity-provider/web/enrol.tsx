import { Button } from '@mantine/core'
import IconBuilding from '@tabler/icons-react/icons/IconBuilding'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert } from '../../../../web/kit/alert.tsx'
import { Choice } from '../../../../web/kit/choice.tsx'
import type { EnrolOptionsProps, EnrolProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { RefusedOffer } from '../../../../web/kit/refused-offer.tsx'
import classes from './identity-provider.module.css'
import { providersOf } from './providers.ts'
import { useBrought } from './use-brought.ts'

/** At which provider the account is that shall be linked. */
export function ChooseProvider({ info, pending, problem, onOptions }: EnrolOptionsProps) {
  const { t } = useTranslation('identity-provider')
  return (
    <div className={classes.form}>
      <ProblemAlert problem={problem} />
      <ul className={classes.list}>
        {providersOf(info).map(({ id, name }) => (
          <li key={id}>
            <Choice
              Icon={IconBuilding}
              title={name}
              text={t('enrol.which')}
              onChoose={() => pending || onOptions({ provider: id })}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Sends the browser there; whoever comes back has shown that the account is theirs. */
export function EnrolIdentityProvider(props: EnrolProps) {
  const { show, pending, problem, brought, onAnswer, onLeave } = props
  const { t } = useTranslation('identity-provider')
  const [leaving, setLeaving] = useState(false)
  useBrought(brought, onAnswer)

  if (problem !== undefined) return <RefusedOffer {...props} again={t('again')} />
  const provider = String(show.provider ?? t('provider'))
  if (pending || brought !== undefined) return <Alert tone="info">{t('checking', { provider })}</Alert>
  return (
    <div className={classes.form}>
      <Button
        fullWidth
        autoFocus
        leftSection={<IconBuilding size={20} aria-hidden />}
        loading={leaving}
        disabled={onLeave === undefined}
        onClick={() => {
          setLeaving(true)
          onLeave?.(String(show.address))
        }}
      >
        {t('enrol.action', { provider })}
      </Button>
      <p className={classes.help}>{t('enrol.help')}</p>
    </div>
  )
}

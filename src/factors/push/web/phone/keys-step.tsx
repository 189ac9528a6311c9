import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFactorInfo } from '../../../../../web/api/use-portal.ts'
import { Alert } from '../../../../../web/kit/alert.tsx'
import { Step } from '../../../../../web/kit/step.tsx'
import { inThrees } from '../number.ts'
import { forgetKey, type OwnKey } from './own-keys.ts'
import classes from './phone.module.css'
import { allowCalls, mayAskToCall } from './reach.ts'
import type { Standing } from './use-keys.ts'

interface KeysStepProps {
  readonly keys: readonly Standing[]
  /** It rings by itself. */
  readonly called: boolean
  readonly onChanged: () => unknown
}

/** While nothing is asked: how every key stands, and the number of one that is being set up. */
export function KeysStep({ keys, called, onChanged }: KeysStepProps) {
  const { t } = useTranslation('push-phone')
  const joining = keys.find(({ state }) => state === 'joining')
  if (joining?.own.number !== undefined)
    return <ShowNumber number={joining.own.number} own={joining.own} onChanged={onChanged} />
  const ready = keys.some(({ state }) => state !== 'unknown')
  return (
    <Step title={t(ready ? 'keys.title' : 'keys.unknownTitle')} lead={ready ? t('keys.lead') : undefined}>
      {ready && !called && <Ring />}
      <ul className={classes.keys}>
        {keys.map(({ own, state }) => (
          <li key={own.phone} className={classes.key}>
            <strong>{own.name}</strong>
            <span className={classes.help}>{t(`keys.${state}`)}</span>
            {state === 'unknown' && <Forget own={own} onChanged={onChanged} />}
          </li>
        ))}
      </ul>
    </Step>
  )
}

function ShowNumber({
  number,
  own,
  onChanged,
}: { readonly number: string; readonly own: OwnKey } & Pick<KeysStepProps, 'onChanged'>) {
  const { t } = useTranslation('push-phone')
  return (
    <Step title={t('number.title')} lead={t('number.lead')} focusTitle>
      <output className={classes.number} aria-label={[...number].join(' ')}>
        {inThrees(number)}
      </output>
      <p className={classes.help} role="status">
        {t('number.waiting')}
      </p>
      <Forget own={own} onChanged={onChanged} />
    </Step>
  )
}

function Forget({ own, onChanged }: { readonly own: OwnKey } & Pick<KeysStepProps, 'onChanged'>) {
  const { t } = useTranslation('push-phone')
  const forgetting = useMutation({ mutationFn: () => forgetKey(own), onSettled: () => onChanged() })
  return (
    <Button
      variant="subtle"
      size="sm"
      color="gray"
      loading={forgetting.isPending}
      onClick={() => forgetting.mutate()}
    >
      {t('forget')}
    </Button>
  )
}

/** Asks once whether this phone may ring; without that it is opened by hand. */
function Ring() {
  const { t } = useTranslation('push-phone')
  const key = useFactorInfo('push')?.settings?.callKey
  const allowing = useMutation({ mutationFn: allowCalls })
  if (typeof key !== 'string' || !mayAskToCall() || allowing.data === true) return null
  if (allowing.data === false || allowing.isError) return <Alert tone="warn">{t('ring.denied')}</Alert>
  return (
    <Alert tone="info" title={t('ring.title')}>
      <div className={classes.offer}>
        <p>{t('ring.text')}</p>
        <Button size="sm" loading={allowing.isPending} onClick={() => allowing.mutate(key)}>
          {t('ring.action')}
        </Button>
      </div>
    </Alert>
  )
}

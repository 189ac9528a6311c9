import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Describe } from '../../../../web/api/types.ts'
import type { ManageProps } from '../../../../web/kit/factor-screens.ts'
import { ChangePin } from './change-pin.tsx'
import { MatchToken } from './match.tsx'
import classes from './token.module.css'

/** Tells one token from another, finds it again when it has run ahead, and changes its PIN. */
export function ManageToken(props: ManageProps) {
  const { t } = useTranslation('hotp-token')
  const { describe, status } = props.authenticator
  const [open, setOpen] = useState<'match' | 'pin' | undefined>()
  const done = () => setOpen(undefined)
  return (
    <Stack gap="md">
      <Facts describe={describe} />
      {open === 'match' && <MatchToken {...props} onDone={done} />}
      {open === 'pin' && <ChangePin {...props} onDone={done} />}
      {open === undefined && status === 'active' && (
        <div className={classes.actions}>
          {describe.kind !== 'challenge' && (
            <Button variant="default" size="sm" onClick={() => setOpen('match')}>
              {t('manage.match')}
            </Button>
          )}
          <Button variant="default" size="sm" onClick={() => setOpen('pin')}>
            {describe.pin === 'none' ? t('manage.setPin') : t('manage.changePin')}
          </Button>
        </div>
      )}
    </Stack>
  )
}

function Facts({ describe }: { readonly describe: Describe }) {
  const { t } = useTranslation('hotp-token')
  const { serial, kind, period, battery, pin } = describe
  const facts: readonly (readonly [string, string])[] = [
    [t('manage.serial'), String(serial)],
    [t('manage.kind'), t(`manage.kinds.${kind}`, { period })],
    [t('manage.pin'), t(`manage.pins.${pin}`)],
    ...(battery === undefined ? [] : [[t('manage.battery'), String(battery)] as const]),
  ]
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

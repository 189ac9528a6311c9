import { Button } from '@mantine/core'
import IconDeviceMobile from '@tabler/icons-react/icons/IconDeviceMobile'
import IconFingerprint from '@tabler/icons-react/icons/IconFingerprint'
import IconUsb from '@tabler/icons-react/icons/IconUsb'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert } from '../../../../web/kit/alert.tsx'
import { Choice } from '../../../../web/kit/choice.tsx'
import type { EnrolProps } from '../../../../web/kit/factor-screens.ts'
import { RefusedOffer } from '../../../../web/kit/refused-offer.tsx'
import { callOff, hasOwnReader, idOf, isSupported, type KeyKind, makeKey, type Trouble } from './browser.ts'
import { forgetMade } from './signals.ts'
import { TroubleAlert, Unsupported } from './trouble-alert.tsx'
import classes from './webauthn.module.css'

const kinds = [
  { kind: 'device', Icon: IconFingerprint },
  { kind: 'phone', Icon: IconDeviceMobile },
  { kind: 'key', Icon: IconUsb },
] as const

/** Lets the person choose what keeps the key, says what the browser will ask, and has it made. */
export function EnrolWebauthn(props: EnrolProps) {
  const { show, pending, problem, onAnswer } = props
  const { t } = useTranslation('webauthn')
  const [asking, setAsking] = useState<KeyKind>()
  const [trouble, setTrouble] = useState<Trouble>()
  const made = useRef<string>(undefined)
  useEffect(() => callOff, [])
  useEffect(() => {
    if (problem !== undefined && made.current !== undefined) forgetMade(show, made.current)
  }, [problem, show])

  async function choose(kind: KeyKind): Promise<void> {
    setAsking(kind)
    setTrouble(undefined)
    const answered = await makeKey(show, kind)
    setAsking(undefined)
    if ('trouble' in answered) setTrouble(answered.trouble)
    if (!('credential' in answered)) return
    made.current = idOf(answered.credential)
    onAnswer({ credential: answered.credential })
  }

  if (!isSupported()) return <Unsupported />
  if (problem !== undefined) return <RefusedOffer {...props} again={t('again')} />
  if (asking !== undefined || pending) return <Asking kind={asking} />
  return (
    <div className={classes.form}>
      <TroubleAlert trouble={trouble} />
      <Kinds onChoose={(kind) => void choose(kind)} />
      <NeverLeaves />
    </div>
  )
}

function Kinds({ onChoose }: { onChoose: (kind: KeyKind) => void }) {
  const { t } = useTranslation('webauthn')
  const own = useOwnReader()
  const offered = kinds.filter(({ kind }) => kind !== 'device' || own)
  return (
    <ul className={classes.kinds}>
      {offered.map(({ kind, Icon }) => (
        <li key={kind}>
          <Choice
            Icon={Icon}
            title={t(`enrol.${kind}.title`)}
            text={t(`enrol.${kind}.text`)}
            onChoose={() => onChoose(kind)}
          />
        </li>
      ))}
    </ul>
  )
}

/** Whether this device can check its owner by itself; most can, so that nothing jumps where it is so. */
function useOwnReader(): boolean {
  const [own, setOwn] = useState(true)
  useEffect(() => {
    void hasOwnReader().then(setOwn)
  }, [])
  return own
}

/** While the window of the browser is open: what it wants, for those who do not see why it is there. */
function Asking({ kind }: { kind: KeyKind | undefined }) {
  const { t } = useTranslation('webauthn')
  const { t: kit } = useTranslation('kit')
  if (kind === undefined) return <Alert tone="info">{t('enrol.checking')}</Alert>
  return (
    <div className={classes.form}>
      <Alert tone="info" title={t('enrol.asking')}>
        {t(`enrol.${kind}.asking`)}
      </Alert>
      <Button variant="default" onClick={callOff}>
        {kit('cancel')}
      </Button>
      <NeverLeaves />
    </div>
  )
}

function NeverLeaves() {
  const { t } = useTranslation('webauthn')
  return (
    <p className={classes.never}>
      <strong>{t('never.title')}</strong> {t('never.text')}
    </p>
  )
}

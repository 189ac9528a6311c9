import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { arch } from './arch.ts'
import classes from './doors.module.css'
import type { Stage } from './gate.tsx'

type DoorState = 'ahead' | 'here' | 'passed'

/** Where one stands: two small doors, named, the passed one shut behind. */
export function Doors({ stage, labels }: { stage: Stage; labels: readonly [string, string] }) {
  const { t } = useTranslation('kit')
  return (
    <ol className={classes.doors} aria-label={t('doors.label')}>
      {labels.map((label, index) => (
        <Door key={label} label={label} state={stateOf(index, stage)} />
      ))}
    </ol>
  )
}

function Door({ label, state }: { label: string; state: DoorState }) {
  const { t } = useTranslation('kit')
  return (
    <li className={classes.door} data-state={state} aria-current={state === 'here' ? 'step' : undefined}>
      <svg width="18" height="22" viewBox="0 0 18 22" aria-hidden="true" focusable="false">
        <path className={classes.frame} d={arch(9, 20, 14, 18)} strokeWidth="1.8" />
        {state === 'passed' && (
          <path className={classes.tick} d="M5.8 12.4l2.3 2.3 4.2-4.6" strokeWidth="1.8" />
        )}
        {state === 'here' && <circle className={classes.knob} cx="12" cy="13" r="1.4" />}
      </svg>
      <span>{label}</span>
      <VisuallyHidden>{t(`doors.${state}`)}</VisuallyHidden>
    </li>
  )
}

function stateOf(index: number, stage: Stage): DoorState {
  if (index < stage) return 'passed'
  return index === stage ? 'here' : 'ahead'
}

import { useTranslation } from 'react-i18next'
import type { DoorKindView } from '../../../api/doors.ts'
import { Choice } from '../../../kit/choice.tsx'
import { iconOf } from './door-icon.ts'
import classes from './doors.module.css'

interface ChooseDoorProps {
  readonly kinds: readonly DoorKindView[]
  readonly onChoose: (kind: DoorKindView) => void
}

/** The doors that are left, each with what it is for. */
export function ChooseDoor({ kinds, onChoose }: ChooseDoorProps) {
  const { t } = useTranslation('console')
  if (kinds.length === 0) return <p>{t('doors.noneLeft')}</p>
  return (
    <ul className={classes.choices}>
      {kinds.map((kind) => (
        <li key={kind.id}>
          <Choice
            Icon={iconOf(kind.id)}
            title={kind.name}
            text={t(`doors.for.${kind.id}`, { defaultValue: '' })}
            onChoose={() => onChoose(kind)}
          />
        </li>
      ))}
    </ul>
  )
}

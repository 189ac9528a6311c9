import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight'
import type { ComponentType, ReactNode } from 'react'
import classes from './choice.module.css'

interface ChoiceProps {
  readonly Icon: ComponentType<{ size?: number }> | undefined
  readonly title: string
  readonly text?: ReactNode
  readonly onChoose: () => void
}

/** A large button that leads on: an icon, a name, a line about it. */
export function Choice({ Icon, title, text, onChoose }: ChoiceProps) {
  return (
    <button type="button" className={classes.choice} onClick={onChoose}>
      <span className={classes.icon} aria-hidden="true">
        {Icon !== undefined && <Icon size={22} />}
      </span>
      <span className={classes.body}>
        <strong>{title}</strong>
        {text !== undefined && text !== '' && <span className={classes.text}>{text}</span>}
      </span>
      <IconChevronRight size={18} aria-hidden className={classes.arrow} />
    </button>
  )
}

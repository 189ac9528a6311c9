import type { ReactNode } from 'react'
import card from './card.module.css'
import classes from './item-card.module.css'

interface ItemCardProps {
  readonly icon: ReactNode
  /** Coloured where it is the thing itself, quiet where it only says what kind it is. */
  readonly quiet?: boolean
  readonly title: ReactNode
  /** Level of the title on its page. */
  readonly level: 2 | 3
  readonly facts: ReactNode
  readonly action?: ReactNode
  /** On a telephone the action goes below instead of beside. */
  readonly actionBelow?: boolean
  /** Beneath, over the whole width. */
  readonly children?: ReactNode
}

/** One thing of a list that belongs to a person: what it is, what is known of it, what can be done with it. */
export function ItemCard(props: ItemCardProps) {
  const Title = `h${props.level}` as const
  return (
    <article className={`${card.surface} ${classes.card}`} data-below={props.actionBelow || undefined}>
      <span className={classes.icon} data-quiet={props.quiet || undefined} aria-hidden="true">
        {props.icon}
      </span>
      <div className={classes.body}>
        <Title className={classes.title}>{props.title}</Title>
        <p className={classes.facts}>{props.facts}</p>
      </div>
      {props.action !== undefined && <div className={classes.action}>{props.action}</div>}
      {props.children !== undefined && <div className={classes.more}>{props.children}</div>}
    </article>
  )
}

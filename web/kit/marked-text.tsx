import { Fragment } from 'react'
import { partsOf } from './marked.ts'
import classes from './marked-text.module.css'

/** A sentence of the server, with its marks shown as what they mean. */
export function MarkedText({ children }: { children: string }) {
  return partsOf(children).map(({ kind, text }, place) => {
    const key = `${place} ${text}`
    if (kind === 'code')
      return (
        <code key={key} className={classes.code}>
          {text}
        </code>
      )
    return kind === 'name' ? <em key={key}>{text}</em> : <Fragment key={key}>{text}</Fragment>
  })
}

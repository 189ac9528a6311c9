import { useSyncExternalStore } from 'react'
import classes from './messages.module.css'
import { messages } from './tell.ts'

/** Shows what was told, at the foot of the page, and reads it out politely. */
export function Messages() {
  const told = useSyncExternalStore(messages.subscribe, messages.read)
  return (
    <section className={classes.messages} role="status">
      {told.map(({ id, message }) => (
        <p key={id} className={classes.message}>
          {message}
        </p>
      ))}
    </section>
  )
}

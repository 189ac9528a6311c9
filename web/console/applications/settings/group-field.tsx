import { type ReactNode, useId } from 'react'
import { FieldNotes } from './field-notes.tsx'
import classes from './settings.module.css'
import type { FieldWords } from './use-field-words.tsx'

/** Settings that belong together; what is wrong stands at each of them. */
export function GroupField({ words, children }: { words: FieldWords; children: ReactNode }) {
  const notes = useId()
  const { error: _, ...hint } = words
  return (
    <fieldset className={classes.group} aria-describedby={notes}>
      <legend>{words.label}</legend>
      <FieldNotes id={notes} words={hint} />
      {children}
    </fieldset>
  )
}

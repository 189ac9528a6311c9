import classes from './settings.module.css'
import type { FieldWords } from './use-field-words.tsx'

/** The hint and the fault of something that is more than one field. */
export function FieldNotes({ id, words }: { id: string; words: FieldWords }) {
  return (
    <div id={id} className={classes.notes}>
      {words.description !== undefined && <p className={classes.note}>{words.description}</p>}
      {words.error !== undefined && <p className={classes.fault}>{words.error}</p>}
    </div>
  )
}

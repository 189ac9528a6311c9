import { Checkbox } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldNotes } from './field-notes.tsx'
import classes from './settings.module.css'
import type { FieldWords } from './use-field-words.tsx'

interface ChoicesFieldProps {
  readonly words: FieldWords
  /** Whether it matters what was ticked first. */
  readonly ordered: boolean
  readonly choices: readonly string[]
  readonly wordsOf: (choice: string) => string
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/** Some of a few, in the order in which they were ticked. */
export function ChoicesField({ words, ordered, choices, wordsOf, chosen, onChange }: ChoicesFieldProps) {
  const { t } = useTranslation('console')
  const notes = useId()
  return (
    <fieldset className={classes.choices} aria-describedby={notes}>
      <legend>{words.label}</legend>
      <FieldNotes id={notes} words={words} />
      <Checkbox.Group value={[...chosen]} onChange={onChange}>
        <div className={classes.ticks}>
          {choices.map((choice) => (
            <Checkbox key={choice} size="sm" value={choice} label={wordsOf(choice)} />
          ))}
        </div>
      </Checkbox.Group>
      {ordered && chosen.length > 1 && (
        <p className={classes.note}>{t('doors.inOrder', { chosen: chosen.map(wordsOf).join(', ') })}</p>
      )}
    </fieldset>
  )
}

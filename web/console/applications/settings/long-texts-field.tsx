import { Textarea } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldNotes } from './field-notes.tsx'
import classes from './settings.module.css'
import type { FieldWords } from './use-field-words.tsx'

interface LongTextsFieldProps {
  readonly words: FieldWords
  readonly texts: readonly string[]
  readonly onChange: (texts: readonly string[]) => void
}

/** Any number of long texts, a field for each, and always an empty one for the next. */
export function LongTextsField({ words, texts, onChange }: LongTextsFieldProps) {
  const { t } = useTranslation('console')
  const notes = useId()
  const shown = texts.at(-1) === '' ? texts : [...texts, '']
  return (
    <fieldset className={classes.choices} aria-describedby={notes}>
      <legend>{words.label}</legend>
      <FieldNotes id={notes} words={words} />
      {shown.map((text, index) => (
        <Textarea
          // biome-ignore lint/suspicious/noArrayIndexKey: a text is nothing but its place
          key={index}
          aria-label={t('doors.nth', { label: words.label, nth: index + 1 })}
          rows={text === '' ? 2 : 5}
          spellCheck={false}
          value={text}
          onChange={(event) => onChange(shown.with(index, event.currentTarget.value))}
        />
      ))}
    </fieldset>
  )
}

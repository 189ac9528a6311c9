import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SettingsSchema } from '../../../api/doors.ts'
import classes from './settings.module.css'
import { shapeOf } from './shape.ts'
import type { FieldWords } from './use-field-words.tsx'

interface JsonFieldProps {
  readonly words: FieldWords
  readonly schema: SettingsSchema
  readonly text: string
  readonly required: boolean
  readonly onChange: (text: string) => void
}

const fewestRows = 3
const mostRows = 12

/** A setting that is a structure of its own, written as JSON; its shape stands beside it. */
export function JsonField({ words, schema, text, required, onChange }: JsonFieldProps) {
  const { t } = useTranslation('console')
  return (
    <Textarea
      label={words.label}
      description={
        <>
          {words.description}
          <span className={classes.shape}>
            {t('doors.asJson')} <code>{shapeOf(schema)}</code>
          </span>
        </>
      }
      error={words.error}
      required={required}
      classNames={{ input: classes.code }}
      rows={Math.min(mostRows, Math.max(fewestRows, text.split('\n').length))}
      spellCheck={false}
      autoCapitalize="off"
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
